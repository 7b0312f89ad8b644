-- 1 where the value can be more than 0 or 1.
ALTER TABLE run_results ADD COLUMN graded INT
    GENERATED ALWAYS AS (COALESCE(JSON_CONTAINS(result_json, 'false', '$.binary'), 0)) VIRTUAL
