/// Where a server is found, as it is written in a URL.
struct ServerAddress {
    let host: String
    let port: Int

    /// The URL, without a slash at its end.
    var url: String {
        let host = host.contains(":") ? "[\(host)]" : host
        // Which port a free one is, only the server can say.
        return "http://\(host):\(port == 0 ? "PORT" : String(port))"
    }

    /// The same server for somebody on its own machine: "every address" is none to call.
    var local: ServerAddress {
        let names = ["0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"]
        return ServerAddress(host: names[host] ?? host, port: port)
    }
}
