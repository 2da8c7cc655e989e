import CSQLite
import Storage

/// A prepared statement.
@safe final class SQLiteStatement {
    private let pointer: OpaquePointer
    let text: String

    /// Prepares a statement to be kept and used many times.
    init(_ text: String, on database: borrowing SQLiteHandle) throws(StorageError) {
        var pointer: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let code = unsafe sqlite3_prepare_v3(database.pointer, text, -1, flags, &pointer, nil)
        guard code == SQLITE_OK, let prepared = unsafe pointer else {
            throw database.error(code, in: text)
        }
        unsafe self.pointer = prepared
        self.text = text
    }

    deinit {
        _ = unsafe sqlite3_finalize(pointer)
    }

    /// Binds a value to a parameter, counted from one.
    func bind(_ value: SQLValue, at index: Int) {
        let index = Int32(index)
        switch value {
        case .null:
            _ = unsafe sqlite3_bind_null(pointer, index)
        case .integer(let number):
            _ = unsafe sqlite3_bind_int64(pointer, index, number)
        case .text(let text):
            var text = text
            text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    // A null pointer would bind null, and an empty string has no address to give.
                    _ = unsafe laurel_bind_text(
                        pointer,
                        index,
                        characters.baseAddress ?? emptyText,
                        Int32(characters.count)
                    )
                }
            }
        }
    }

    /// Goes to the next row; false when there is none.
    func step(on database: borrowing SQLiteHandle) throws(StorageError) -> Bool {
        let code = unsafe sqlite3_step(pointer)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.error(code, in: text)
        }
    }

    /// Makes the statement ready to be used again.
    func reset() {
        _ = unsafe sqlite3_reset(pointer)
    }
}

/// The address of an empty text, for as long as the program runs.
private nonisolated(unsafe) let emptyText = unsafe UnsafePointer(
    UnsafeMutablePointer<CChar>.allocate(capacity: 1).initialized(to: 0)
)

extension UnsafeMutablePointer {
    fileprivate func initialized(to value: Pointee) -> Self {
        unsafe initialize(to: value)
        return unsafe self
    }
}

extension SQLiteStatement: Row {
    func integer(_ column: Int) -> Int64 {
        unsafe sqlite3_column_int64(pointer, Int32(column))
    }

    func text(_ column: Int) -> String {
        guard let start = unsafe sqlite3_column_text(pointer, Int32(column)) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(pointer, Int32(column)))
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    func isNull(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(pointer, Int32(column)) == SQLITE_NULL
    }
}
