extension Request {
    /// Whether the client can unpack what `gzip` packs.
    public var takesGzip: Bool {
        headers.all("Accept-Encoding").joined(separator: ",").split(separator: ",")
            .contains { part in
                let words = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
                return words.first == "gzip" && !words.dropFirst().contains("q=0")
            }
    }
}
