-- The version before this one may still run beside it, and knows the table by its old name.
CREATE VIEW replay_items AS
SELECT id, run_id AS replay_id, workspace_id, position, cluster_key, turn, title, recovery, trace_id, span_id, session_id,
    messages_json, replaced, head_json, recorded_json, tools_json, parameters_json
FROM run_items
