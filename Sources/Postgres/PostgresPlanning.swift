/// How a server is to plan statements.
///
/// What is asked for all day is about some keys: it is best looked up by its index, whatever the keys
/// are, and planning it took longer than doing so. A plan that is made once must not be one for the
/// empty tables of the first hour, though, so ways that go through a whole table are out of favour;
/// a statement that has no other way takes them all the same. Reads of much, rounds and migrations
/// are planned as the server sees fit.
///
/// Citus refuses to plan a distributed statement once for all values, so there it plans each time.
enum PostgresPlanning {
    /// What a connection begins with.
    static let byKeys = """
        SELECT set_config('plan_cache_mode', CASE WHEN EXISTS (
                SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus'
            ) THEN 'auto' ELSE 'force_generic_plan' END, false),
            set_config('enable_seqscan', 'off', false),
            set_config('enable_hashjoin', 'off', false),
            set_config('enable_mergejoin', 'off', false),
            set_config('jit', 'off', false)
        """

    /// What a transaction has that may go through much.
    static let freely = """
        SELECT set_config('plan_cache_mode', 'auto', true), set_config('enable_seqscan', 'on', true),
            set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true)
        """
}
