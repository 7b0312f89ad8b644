CREATE INDEX judgements_by_lane ON judgements (lane, lease, due)
