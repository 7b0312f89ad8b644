CREATE MATERIALIZED VIEW IF NOT EXISTS trace_bounds_view${on_cluster} TO trace_bounds
AS SELECT workspace_id, trace_id, min(start) AS first, max(start) AS last
FROM spans
GROUP BY workspace_id, trace_id
