import Curl
import HTTP
import OperatingSystem

/// A bucket of a store that speaks Amazon's S3.
struct ObjectStore: Sendable {
    /// Why an object was not taken.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let client: HTTPClient
    private let address: String
    private let signature: RequestSignature
    private let token: String?
    /// How long an object may take.
    private static let patience = Duration.seconds(600)

    /// The bucket at an address such as `https://s3.eu-central-1.amazonaws.com/bucket/facts`, with the
    /// key that the environment has.
    init(_ address: String, region: String, certificates: String?) throws(UsageError) {
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
            throw UsageError("option --s3 must be an address such as https://host/bucket/folder")
        }
        guard let keyID = Environment.value("AWS_ACCESS_KEY_ID"),
            let secret = Environment.value("AWS_SECRET_ACCESS_KEY")
        else {
            throw UsageError(
                "option --s3 needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"
            )
        }
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        signature = RequestSignature(region: region, keyID: keyID, secret: secret)
        token = Environment.value("AWS_SESSION_TOKEN")
        var limits = CurlLimits()
        limits.patience = Self.patience
        // Whoever starts the command names the store, so it may be on a private network.
        let everywhere = ["0.0.0.0/0", "::/0"].compactMap { AddressRange($0) }
        client = HTTPClient(
            to: OutgoingAddresses(alsoAllowing: everywhere),
            certificates: certificates,
            limits: limits
        )
    }

    /// Puts an object into its place: the store has all of it, or nothing new.
    func put(_ bytes: [UInt8], as name: String) async throws {
        var request = OutgoingRequest("PUT", "\(address)/\(name)", body: bytes)
        request.headers = [("Content-Type", "application/octet-stream")]
        if let token { request.headers.append(("X-Amz-Security-Token", token)) }
        request.signature = signature
        let result = await client.send(request)
        guard !result.isSuccess else { return }
        let reason = result.failure ?? "status \(result.status ?? 0)"
        let answer = String(decoding: result.body.prefix(200), as: UTF8.self)
        throw Failure(description: "the store did not take \(name): \(reason) \(answer)")
    }
}
