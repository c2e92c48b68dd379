"""What DuckDB reads of a file of P11: `export_answers.py FORMAT FILE` prints the answers, one a line."""

import sys

import duckdb

READERS = {"parquet": "read_parquet"}
#: Of all texts of a row; the rows' hashes are combined whatever their order.
TEXTS = "provider, id, requestID, type, model, apiKey, user, status, sku, bot, conversation, units, currency"


def answers(format, file):
    duckdb.sql("SET threads = 2")
    duckdb.sql("SET TimeZone = 'UTC'")
    found = duckdb.sql(
        f"SELECT count(*), min(time)::TEXT, max(time)::TEXT, sum(epoch_us(time)), sum(inputTokens),"
        f" sum(outputTokens), sum(charge), sum(durationMS), bit_xor(hash({TEXTS})),"
        f" bit_xor(hash(id, epoch_us(time), inputTokens, outputTokens, charge, durationMS))"
        f" FROM {READERS[format]}('{file}')"
    ).fetchall()[0]
    return ["\t".join(map(str, found))]


if __name__ == "__main__":
    print("\n".join(answers(*sys.argv[1:])))
