import GRDB

/// The tables and views of a warehouse, and the steps that bring an older database to them.
enum Schema {
    /// The steps in their order; a step that has been released is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 rows and positions") { try $0.execute(sql: rows + positions) }
        migrator.registerMigration("2 history") { try $0.execute(sql: history) }
        migrator.registerMigration("3 views") { try $0.execute(sql: views) }
        migrator.registerMigration("4 alerts") { try $0.execute(sql: alerts) }
        return migrator
    }

    /// Whether several rows describe the request of a row, each with the request's tokens.
    private static let repeats = "repeats_request AND request_id IS NOT NULL"

    private static let rows = """
        CREATE TABLE sources (
            tenant TEXT NOT NULL,
            provider TEXT NOT NULL,
            covered_from TEXT,     -- the rows of this half-open span are those of the provider, as of the last sync
            covered_through TEXT,
            PRIMARY KEY (tenant, provider)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE usage (
            id INTEGER PRIMARY KEY,
            tenant TEXT NOT NULL,
            provider TEXT NOT NULL,
            row_id TEXT,           -- the provider's id; null if it gives none
            request_id TEXT,
            repeats_request INTEGER NOT NULL CHECK (repeats_request IN (0, 1)),
            time TEXT,             -- RFC 3339 in UTC with nine decimal places, so that texts are in the order of time
            day TEXT GENERATED ALWAYS AS (substr(time, 1, 10)) VIRTUAL,
            type TEXT, model TEXT, api_key TEXT, user TEXT, status TEXT, sku TEXT, bot TEXT, conversation TEXT,
            input_tokens INTEGER,
            output_tokens INTEGER,
            duration_ns INTEGER,
            currency TEXT,
            amount_nano INTEGER,   -- the amount is nano * 1e-9 + atto * 1e-18 + ronto * 1e-27; positive for money spent
            amount_atto INTEGER,
            amount_ronto INTEGER,
            amount TEXT GENERATED ALWAYS AS (\(ExactSQL.text("amount_nano", "amount_atto", "amount_ronto"))) VIRTUAL,
            row TEXT NOT NULL,     -- the whole row as JSON, with the provider's names
            FOREIGN KEY (tenant, provider) REFERENCES sources (tenant, provider),
            CHECK ((currency IS NULL) = (amount_nano IS NULL)),
            CHECK ((amount_nano IS NULL) = (amount_atto IS NULL) AND (amount_nano IS NULL) = (amount_ronto IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX usage_row_id ON usage (tenant, provider, row_id);
        CREATE INDEX usage_time ON usage (tenant, provider, time);
        CREATE INDEX usage_day ON usage (day, tenant, provider, currency);
        CREATE INDEX usage_unsettled ON usage (tenant, provider, time) WHERE status IN ('processing', 'pending');

        CREATE TABLE quantities (
            usage INTEGER NOT NULL REFERENCES usage (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            unit TEXT NOT NULL,
            nano INTEGER NOT NULL, atto INTEGER NOT NULL, ronto INTEGER NOT NULL,
            count TEXT GENERATED ALWAYS AS (\(ExactSQL.text("nano", "atto", "ronto"))) VIRTUAL,
            PRIMARY KEY (usage, position)
        ) STRICT, WITHOUT ROWID;

        """

    /// A walk under way: the rows of its pages, and the position after the last one of them.
    private static let positions = """
        CREATE TABLE positions (
            tenant TEXT NOT NULL,
            provider TEXT NOT NULL,
            began_at TEXT NOT NULL,
            pages INTEGER NOT NULL,
            checkpoint TEXT NOT NULL,
            PRIMARY KEY (tenant, provider),
            FOREIGN KEY (tenant, provider) REFERENCES sources (tenant, provider)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE staged_rows (
            tenant TEXT NOT NULL,
            provider TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            is_replaced INTEGER NOT NULL DEFAULT 0,  -- 1 if a later row of the walk is a later state of this row
            row TEXT NOT NULL,
            PRIMARY KEY (tenant, provider, ordinal),
            FOREIGN KEY (tenant, provider) REFERENCES sources (tenant, provider)
        ) STRICT, WITHOUT ROWID;
        """

    private static let history = """
        CREATE TABLE syncs (
            id INTEGER PRIMARY KEY,
            tenant TEXT NOT NULL,
            provider TEXT NOT NULL,
            began_at TEXT NOT NULL,
            ended_at TEXT NOT NULL,
            window_start TEXT NOT NULL,
            window_end TEXT NOT NULL,
            pages INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            added INTEGER NOT NULL,
            revised INTEGER NOT NULL,
            removed INTEGER NOT NULL,
            is_complete INTEGER NOT NULL,
            reason TEXT,           -- why it is not complete
            FOREIGN KEY (tenant, provider) REFERENCES sources (tenant, provider)
        ) STRICT;
        CREATE INDEX syncs_source ON syncs (tenant, provider);

        -- What a sync changed in days, or parts of days, that an earlier sync had covered.
        CREATE TABLE restatements (
            id INTEGER PRIMARY KEY,
            sync INTEGER NOT NULL REFERENCES syncs (id),
            tenant TEXT NOT NULL,
            provider TEXT NOT NULL,
            day TEXT,              -- null for rows without an instant
            currency TEXT,         -- null for rows without an amount
            rows_before INTEGER NOT NULL,
            rows_after INTEGER NOT NULL,
            amount_before TEXT,
            amount_after TEXT,
            learned_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX restatements_day ON restatements (day, tenant);
        """

    private static let alerts = """
        CREATE TABLE alerts (
            tenant TEXT NOT NULL,
            day TEXT NOT NULL,
            currency TEXT NOT NULL,
            bound TEXT NOT NULL,
            amount TEXT NOT NULL,  -- what had been spent when the bound was passed
            raised_at TEXT NOT NULL,
            delivered_at TEXT,
            PRIMARY KEY (tenant, day, currency, bound)
        ) STRICT, WITHOUT ROWID;
        """

    /// The figures of groups of rows; a request that several rows describe counts once in each group.
    ///
    /// There is one level of groups, so that a condition on a day or a tenant reaches the index.
    private static func usageSums(by keys: [String]) -> String {
        let names = keys.joined(separator: ", ")
        return ExactSQL.sums(
            as: "amount", with: keys + ["rows", "requests", "input_tokens", "output_tokens"],
            of: """
                SELECT \(names), count(*) AS rows,
                    count(DISTINCT CASE WHEN \(repeats) THEN request_id END)
                        + count(CASE WHEN NOT (\(repeats)) THEN 1 END) AS requests,
                    \(tokens("input_tokens", by: keys)) AS input_tokens,
                    \(tokens("output_tokens", by: keys)) AS output_tokens,
                    sum(amount_nano) AS nano, sum(amount_atto) AS atto, sum(amount_ronto) AS ronto
                FROM usage GROUP BY \(names)
                """)
    }

    /// The tokens of a group: of rows that repeat a request, those of the request.
    private static func tokens(_ column: String, by keys: [String]) -> String {
        let isInGroup = keys.map { "other.\($0) IS usage.\($0)" }.joined(separator: " AND ")
        return """
            CASE WHEN max(repeats_request) THEN (
                SELECT sum(tokens) FROM (
                    SELECT max(\(column)) AS tokens FROM usage AS other WHERE \(isInGroup)
                    GROUP BY CASE WHEN \(repeats) THEN 'request ' || request_id ELSE 'row ' || id END))
            ELSE sum(\(column)) END
            """
    }

    private static func quantitySums(by keys: [String]) -> String {
        let names = keys.joined(separator: ", ")
        return ExactSQL.sums(
            as: "count", with: keys + ["rows"],
            of: """
                SELECT \(names), count(*) AS rows, sum(nano) AS nano, sum(atto) AS atto, sum(ronto) AS ronto
                FROM quantities JOIN usage ON usage.id = quantities.usage GROUP BY \(names)
                """)
    }

    private static let views = """
        CREATE VIEW usage_daily AS \(usageSums(by: ["tenant", "provider", "day", "currency"]));
        CREATE VIEW usage_totals AS \(usageSums(by: ["tenant", "provider", "currency"]));
        CREATE VIEW quantities_daily AS \(quantitySums(by: ["tenant", "provider", "day", "unit"]));
        CREATE VIEW quantities_totals AS \(quantitySums(by: ["tenant", "provider", "unit"]));

        -- How far each source is, and what is still open.
        CREATE VIEW coverage AS
        SELECT tenant, provider, covered_from, covered_through,
            (SELECT count(*) FROM usage
                WHERE usage.tenant = sources.tenant AND usage.provider = sources.provider
                    AND status IN ('processing', 'pending')) AS unsettled,
            (SELECT pages FROM positions
                WHERE positions.tenant = sources.tenant AND positions.provider = sources.provider) AS pages_under_way,
            (SELECT is_complete FROM syncs
                WHERE syncs.tenant = sources.tenant AND syncs.provider = sources.provider
                ORDER BY id DESC LIMIT 1) AS last_sync_is_complete,
            (SELECT reason FROM syncs
                WHERE syncs.tenant = sources.tenant AND syncs.provider = sources.provider
                ORDER BY id DESC LIMIT 1) AS reason
        FROM sources;
        """
}
