import HTTP

/// The mark by which a client tells which version of something it has.
enum EntityTag {
    /// The tag for a name that has no quotes in it.
    static func text(_ name: String) -> String { "\"\(name)\"" }

    /// Whether `If-None-Match` lists a name, or stands for whatever there is.
    ///
    /// Weak tags count as well: for this question they are compared like strong ones.
    static func matches(_ name: String, in headers: Headers) -> Bool {
        headers.all("If-None-Match").contains { value in
            value.split(separator: ",").contains { element in
                var tag = element.drop { $0 == " " || $0 == "\t" }
                while tag.last == " " || tag.last == "\t" { tag.removeLast() }
                if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
                return tag == "*" || tag == text(name)
            }
        }
    }
}
