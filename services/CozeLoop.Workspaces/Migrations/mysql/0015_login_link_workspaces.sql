ALTER TABLE login_links ADD COLUMN workspace_id BIGINT NULL
