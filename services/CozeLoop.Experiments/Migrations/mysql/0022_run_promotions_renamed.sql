-- The version before this one may still run beside it, and knows the table by its old name.
CREATE VIEW replay_promotions AS
SELECT run_id AS replay_id, label, version, time_ms, actor, reason
FROM run_promotions
