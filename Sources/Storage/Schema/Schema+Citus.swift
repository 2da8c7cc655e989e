extension Schema {
    /// The statements that spread a PostgreSQL database over the machines of a Citus cluster.
    ///
    /// Configuration is small and read with everything, so every machine has all of it; a user's
    /// rows lie together on one.
    public static var citusStatements: [String] {
        tables.map { table in
            let name = "'\(table.name)'"
            guard table.isPerUser else { return "SELECT create_reference_table(\(name));" }
            let colocation = table.name == "\"user\"" ? "" : ", colocate_with => '\"user\"'"
            return "SELECT create_distributed_table(\(name), 'user_key'\(colocation));"
        }
    }
}
