"""Many records at once, written by SQL: 100,000 in seconds."""

from tests.server.postgres import Cluster
from todo_desktop.testing.shapes import FULL, Shape

# Deterministic: record n has the same values on every machine. Times are a millisecond apart and end a minute ago.
ROWS = """
CREATE TEMPORARY TABLE seed AS SELECT
    n,
    (ARRAY['Call', 'Write to', 'Visit', 'Thank', 'Pay', 'Remind', 'Invite'])[1 + n % 7] || ' ' ||
    (ARRAY['Ada', 'Blaise', 'Chen', 'Dorothy', 'Emmy', 'Farid', 'Grace', 'Ines', 'Jun', 'Olha'])[1 + n % 10] ||
    ' about ' ||
    (ARRAY['the garden', 'tickets', 'the invoice', 'lunch', 'the report', 'a book', 'moving', 'bicycles'])[1 + n % 8] ||
    ' ' || n AS title,
    n % 3 = 0 AS completed,
    date_trunc('milliseconds', now()) - interval '1 minute' - (:count - n) * interval '1 millisecond' AS written
FROM generate_series(1, :count) AS n ORDER BY n;
"""

WITH_TIMES = """
INSERT INTO :"collection" (title, completed, "createdAt", "updatedAt")
SELECT title, completed, written, written FROM seed;
"""

WITHOUT_TIMES = """
INSERT INTO :"collection" (title, completed) SELECT title, completed FROM seed;
"""

# Snowflake ids have 15 digits.
ALL_FIELDS = """
INSERT INTO :"collection" (
    id, title, completed, notes, priority, tags, due, effort, sort,
    "createdAt", "updatedAt", "createdById", "updatedById"
)
SELECT
    300000000000000 + n,
    title,
    completed,
    'About record ' || n,
    (ARRAY['low', 'normal', 'high'])[1 + n % 3],
    (ARRAY['[]', '["home"]', '["work"]', '["errand", "home"]'])[1 + n % 4]::jsonb,
    DATE '2026-01-01' + (n % 730)::integer,
    n % 21,
    n,
    written,
    written,
    1,
    1
FROM seed;
"""

# The server's planner and NocoBase's count of large tables both go by statistics.
STATISTICS = """
ANALYZE :"collection";
"""


def seed(cluster: Cluster, collection: str, shape: Shape, count: int) -> None:
    """Add *count* todos to an empty collection of *shape*."""
    plain = WITH_TIMES if shape.times else WITHOUT_TIMES
    insert = ALL_FIELDS if shape is FULL else plain
    cluster.sql(ROWS + insert + STATISTICS, collection=collection, count=str(count))
