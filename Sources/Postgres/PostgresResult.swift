import CPostgres
import Glibc
import Storage

/// Something that the server has said; freeing it is its end.
@safe final class PostgresResult {
    /// What it means.
    enum Meaning {
        /// A statement was carried out.
        case success
        /// It failed.
        case failure
        /// It was left out, as one before it has failed.
        case omission
        /// A round is over.
        case endOfRound
    }

    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQclear(pointer)
    }

    /// What it means.
    var meaning: Meaning {
        switch unsafe PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: .success
        case PGRES_PIPELINE_SYNC: .endOfRound
        case PGRES_PIPELINE_ABORTED: .omission
        default: .failure
        }
    }

    /// The code of an error.
    var sqlState: String? {
        let diagnosis = Int32(UInt8(ascii: "C"))
        guard let text = unsafe PQresultErrorField(pointer, diagnosis) else { return nil }
        return unsafe String(cString: text)
    }

    /// What an error says.
    var message: String {
        unsafe String(cString: PQresultErrorMessage(pointer))
    }

    /// How many rows a statement changed.
    var changeCount: Int {
        unsafe Int(String(cString: PQcmdTuples(pointer))) ?? 0
    }

    /// Lends each row.
    func forEachRow(_ body: (any Row) throws(StorageError) -> Void) throws(StorageError) {
        let row = unsafe PostgresRow(result: pointer)
        for number in 0..<(unsafe PQntuples(pointer)) {
            row.number = number
            try body(row)
        }
    }
}

/// A row of an answer, valid while the answer is.
@safe private final class PostgresRow: Row {
    private let result: OpaquePointer
    var number: Int32 = 0

    init(result: OpaquePointer) {
        unsafe self.result = result
    }

    func integer(_ column: Int) -> Int64 {
        unsafe Int64(strtoll(PQgetvalue(result, number, Int32(column)), nil, 10))
    }

    func text(_ column: Int) -> String {
        unsafe String(decoding: bytes(column), as: UTF8.self)
    }

    func isNull(_ column: Int) -> Bool {
        unsafe PQgetisnull(result, number, Int32(column)) == 1
    }

    private func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let start = unsafe UnsafeRawPointer(PQgetvalue(result, number, Int32(column)))
        let count = Int(unsafe PQgetlength(result, number, Int32(column)))
        return unsafe UnsafeBufferPointer(
            start: start?.assumingMemoryBound(to: UInt8.self),
            count: count
        )
    }
}
