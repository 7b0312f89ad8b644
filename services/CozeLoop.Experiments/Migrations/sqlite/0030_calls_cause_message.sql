ALTER TABLE run_calls ADD COLUMN cause_message TEXT
