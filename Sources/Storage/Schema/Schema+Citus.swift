extension Schema {
    /// The statements that spread a PostgreSQL database over the machines of a Citus cluster.
    ///
    /// A user's rows lie together on one machine. Everything else stays on the coordinator:
    /// configuration is small, and facts, what is due and deliveries need one order.
    public static var citusStatements: [String] {
        distributedTables.map { name in
            let colocation = name == "\"user\"" ? "" : ", colocate_with => '\"user\"'"
            return "SELECT create_distributed_table('\(name)', 'user_key'\(colocation));"
        }
    }

    /// The tables that can be spread over machines, by their user's key; that of users first.
    public static var distributedTables: [String] { tables.filter(\.isPerUser).map(\.name) }
}
