ALTER TABLE run_results ADD COLUMN value REAL GENERATED ALWAYS AS (json_extract(result_json, '$.value')) VIRTUAL
