CREATE TABLE replay_promotions (
    replay_id TEXT NOT NULL,
    label TEXT NOT NULL,
    version INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (replay_id, label, time_ms)
)
