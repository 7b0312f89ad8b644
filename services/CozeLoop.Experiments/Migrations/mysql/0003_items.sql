-- Ids of traces, spans, sessions and clusters come from recorded traffic and may be any text.
CREATE TABLE replay_items (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    replay_id VARCHAR(64) NOT NULL,
    workspace_id BIGINT NOT NULL,
    position INT NOT NULL,
    cluster_key LONGTEXT NOT NULL,
    turn INT NOT NULL,
    title LONGTEXT NOT NULL,
    recovery VARCHAR(64) NOT NULL,
    trace_id LONGTEXT NOT NULL,
    span_id LONGTEXT NOT NULL,
    session_id LONGTEXT,
    messages_json LONGTEXT NOT NULL,
    replaced INT NOT NULL,
    head_json LONGTEXT,
    recorded_json LONGTEXT,
    tools_json LONGTEXT NOT NULL,
    parameters_json LONGTEXT NOT NULL
) ENGINE = InnoDB ${binary}
