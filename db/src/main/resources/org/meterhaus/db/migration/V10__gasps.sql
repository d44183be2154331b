-- Last gasps: what meters said with their last energy, as their sinks tell it.

alter table meter_reach add column gasp_at timestamptz;
alter table meter_reach add column gasp_over_at timestamptz;
alter table meter_reach add check (gasp_at is not null or gasp_over_at is null);
comment on column meter_reach.gasp_at is 'when the sink last heard that the meter''s power was going; null if it never did';
comment on column meter_reach.gasp_over_at is 'when the meter said that its power is back, or answered again; null while neither has happened';

alter table outage_meter add column gasp_at timestamptz;
comment on column outage_meter.gasp_at is 'when the meter pushed that its power was going; null if it did not, or the push was lost';
