/// A form that a statement about spread tables may have; see `docs/operations/scale-out.md`.
///
/// The first that fits is the one; whatever fits none is refused by Citus, or nobody has tried it.
enum StatementForm: String, CaseIterable {
    /// `… WHERE user_key = $1`: one machine carries it out, whatever else it says.
    case oneUser
    /// `SELECT … WHERE user_key = ANY ($1)`.
    case anyOfKeys
    /// `SELECT … FROM unnest($1) b JOIN t ON t.user_key = b.user_key`.
    case joinedKeys
    /// The same with the newest row of each, `… = (SELECT max(…) … WHERE m.user_key = b.user_key)`.
    case newestOfKeys
    /// `UPDATE t SET … FROM unnest(…) b WHERE t.user_key = b.user_key`.
    case updateByKeys
    /// `DELETE FROM t USING unnest(…) b WHERE t.user_key = b.user_key`.
    case deleteByKeys
    /// `INSERT INTO t … SELECT … FROM unnest(…) [ON CONFLICT …]`.
    case insertOfRows
    /// A read of all machines, whose tables are joined by the user's key alone; rows that come with
    /// the statement may meet them by any column.
    case readOfAll
    /// An update or a deletion on all machines, by values alone.
    case changeOfAll

    /// The form of a statement's text; nothing where it has none of them.
    init?(_ statement: Statement) {
        guard !statement.text.contains(/FOR (NO KEY )?(UPDATE|SHARE)/) else { return nil }
        guard !statement.joinsOtherTables else { return nil }
        for form in Self.allCases where form.fits(statement) {
            self = form
            return
        }
        return nil
    }

    private func fits(_ statement: Statement) -> Bool {
        let text = statement.text
        return switch self {
        case .oneUser:
            statement.batches == 0 && !text.hasPrefix("INSERT") && statement.isOfOneUser
        case .anyOfKeys:
            text.hasPrefix("SELECT") && text.contains(/user_key §ANY/)
        case .joinedKeys:
            text.hasPrefix("SELECT") && statement.batches == 1 && statement.matchesBatch
                && !text.contains("(SELECT")
        case .newestOfKeys:
            text.hasPrefix("SELECT") && statement.batches == 1 && statement.matchesBatch
                && text.contains(/\(SELECT max\((\w)\.\w+\) FROM \w+ \1 WHERE \1\.user_key = batch/)
        case .updateByKeys:
            text.hasPrefix("UPDATE") && statement.batches == 1 && statement.matchesBatch
                && statement.innerReadsAreOfTheSameUser
        case .deleteByKeys:
            text.hasPrefix("DELETE") && text.contains("USING §BATCH") && statement.batches == 1
                && statement.matchesBatch && !text.contains("SELECT")
        case .insertOfRows:
            text.hasPrefix("INSERT") && statement.batches == 1 && !text.contains("(SELECT")
        case .readOfAll:
            text.hasPrefix("SELECT") && statement.joinsByUser
                && (statement.batches == 0 || !text.contains("(SELECT"))
        case .changeOfAll:
            text.contains(/^(UPDATE|DELETE)/) && statement.batches == 0
                && !text.contains("SELECT") && !text.contains("JOIN")
        }
    }
}

/// A statement as it stands in a source, with what is put into it as marks.
struct Statement {
    /// Where it stands: `Sources/Storage/…: 12`.
    let place: String
    /// The text on one line: `§BATCH` is a relation of a batch, `§ANY` a comparison with the values of
    /// one, `§` anything else.
    let text: String
    /// The tables that are spread over machines.
    let spread: Set<String>

    /// The tables that it names.
    var tables: [String] {
        text.matches(of: /\b(?:FROM|JOIN|UPDATE|INTO|USING) "?([a-z_]+)"?/).map {
            String($0.output.1)
        }
    }

    /// Whether it is about a table that is spread.
    var isAboutSpreadTables: Bool { tables.contains(where: spread.contains) }

    /// Whether it reads a table of the coordinator beside one that is spread.
    var joinsOtherTables: Bool {
        tables.contains { !spread.contains($0) && !Self.words.contains($0) }
    }

    /// How many relations of batches it reads from.
    var batches: Int { text.matches(of: /(FROM|USING|JOIN) §BATCH/).count }

    /// Whether a table is met with a batch by the user's key.
    var matchesBatch: Bool { text.contains(/(\w|")\.user_key = batch\.user_key/) }

    /// Whether each table that it reads is read of one user.
    var isOfOneUser: Bool {
        let reads = tables.filter(spread.contains).count
        return reads > 0 && text.matches(of: /user_key = §(?!ANY)/).count >= reads
    }

    /// Whether what it reads inside is of the user whose row it is.
    var innerReadsAreOfTheSameUser: Bool {
        text.matches(of: /\(SELECT/).count
            == text.matches(of: /\(SELECT .*? WHERE (\w)\.user_key = (\w{2,})\.user_key/).count
    }

    /// Whether tables after the first are joined by the user's key, and so are those inside.
    var joinsByUser: Bool {
        let others = tables.filter(spread.contains).count - 1
        return text.matches(of: /\w\.user_key = "?\w+"?\.user_key/).count >= others
    }

    /// What follows those words without being a table: names of inner relations, and parts of others.
    private static let words: Set<String> = ["touched"]
}
