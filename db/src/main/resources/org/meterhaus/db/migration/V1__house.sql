-- The house: who lives where, what is measured, what arrived, what it means, and what was done about it.
-- Instants are timestamptz (UTC on the wire), energy is whole Wh, power is W. Offsets count from 0.

-- ---------------------------------------------------------------- the building and its meters

create table building (
  id           text primary key check (id <> ''),
  name         text not null,
  zone         text not null check (zone <> ''),
  organisation text not null
);
comment on column building.zone is 'IANA time zone; a day of a channel is a calendar day of this zone';

create table section (
  id          text primary key check (id <> ''),
  building_id text not null references building,
  name        text not null
);
create index section_of_building on section (building_id);

create table unit (
  id         text primary key check (id <> ''),
  section_id text not null references section,
  label      text not null,
  area_m2    int check (area_m2 > 0),
  persons    int check (persons >= 0)
);
create index unit_of_section on unit (section_id);

create table sink (
  id          text primary key check (id <> ''),
  building_id text not null references building
);

create table meter (
  id      text primary key check (id <> ''),
  sink_id text not null references sink,
  unit_id text not null references unit,
  serial  text not null
);
comment on column meter.id is 'COSEM logical device name';
create index meter_of_sink on meter (sink_id);
create index meter_of_unit on meter (unit_id);

create table channel (
  id         bigint generated always as identity primary key,
  meter_id   text not null references meter,
  obis       text not null check (obis ~ '^[0-9]{1,3}(\.[0-9]{1,3}){5}$'),
  unit       text not null default 'Wh',
  interval_s int not null check (interval_s > 0 and 3600 % interval_s = 0),
  kind       text not null check (kind in ('main', 'appliance')),
  partition  smallint not null check (partition between 0 and 191),
  max_wh     int check (max_wh > 0),
  unique (meter_id, obis)
);
comment on column channel.partition is 'FNV-1a 32 bit of meter_id, unsigned, mod 192';
comment on column channel.max_wh is 'the most energy one interval can hold (fuse size); null when not known';

-- ---------------------------------------------------------------- customers

create table customer (
  id      text primary key check (id <> ''),
  name    text not null,
  address text,
  phone   text,
  email   text
);

create table login (
  username      text primary key check (username <> ''),
  customer_id   text not null references customer,
  password_hash text not null
);
create index login_of_customer on login (customer_id);

create table access_token (
  hash        bytea primary key,
  customer_id text not null references customer,
  issued_at   timestamptz not null,
  expires_at  timestamptz not null,
  revoked_at  timestamptz,
  check (expires_at > issued_at)
);
create index access_token_of_customer on access_token (customer_id);

create table usage_point (
  id         text primary key check (id <> ''),
  unit_id    text not null references unit,
  channel_id bigint not null references channel
);
create index usage_point_of_unit on usage_point (unit_id);
create index usage_point_of_channel on usage_point (channel_id);

create table occupancy (
  customer_id    text not null references customer,
  usage_point_id text not null references usage_point,
  valid_from     timestamptz not null,
  valid_until    timestamptz,
  primary key (customer_id, usage_point_id, valid_from),
  check (valid_until > valid_from)
);
comment on table occupancy is 'who may see a usage point, and when: [valid_from, valid_until)';
create index occupancy_of_usage_point on occupancy (usage_point_id);

create table device (
  id             text primary key check (id <> ''),
  usage_point_id text not null references usage_point,
  name           text not null,
  kind           text not null,
  channel_id     bigint references channel,
  relay_obis     text check (relay_obis ~ '^[0-9]{1,3}(\.[0-9]{1,3}){5}$'),
  reported_state text not null default 'unknown' check (reported_state in ('on', 'off', 'unknown')),
  reported_at    timestamptz
);
comment on column device.relay_obis is 'disconnect control (class 70) on the meter of the channel; null when it cannot be switched';
create index device_of_usage_point on device (usage_point_id);
create index device_of_channel on device (channel_id);

-- ---------------------------------------------------------------- what arrived

create table arrival_partition (
  partition   smallint primary key check (partition between 0 and 191),
  next_offset bigint not null default 0 check (next_offset >= 0)
);
comment on table arrival_partition is
  'offsets are taken under the lock of this row, held until commit: so commit order is offset order';
insert into arrival_partition (partition) select generate_series(0, 191);

create table arrival (
  partition   smallint not null references arrival_partition,
  "offset"    bigint not null check ("offset" >= 0),
  channel_id  bigint not null references channel,
  source      text not null,
  received_at timestamptz not null,
  payload     bytea not null,
  primary key (partition, "offset")
);
comment on table arrival is 'append-only evidence: every delivery as it came, one row per channel and delivery';

create table arrival_set_aside (
  partition  smallint not null,
  "offset"   bigint not null,
  reason     text not null,
  set_aside_at timestamptz not null,
  primary key (partition, "offset"),
  foreign key (partition, "offset") references arrival
);
comment on table arrival_set_aside is 'arrivals that could not be processed, and why; the rest of the partition went on';

create table watermark (
  sink_id    text primary key references sink,
  sequence   bigint not null check (sequence >= 0),
  updated_at timestamptz not null
);

create table processor_offset (
  partition smallint primary key references arrival_partition,
  "offset"  bigint not null default 0 check ("offset" >= 0)
);
comment on column processor_offset."offset" is 'first arrival not yet processed';
insert into processor_offset (partition) select generate_series(0, 191);

-- ---------------------------------------------------------------- what it means

create table day_block (
  channel_id    bigint not null references channel,
  day           date not null,
  revision      int not null check (revision >= 1),
  partition     smallint not null check (partition between 0 and 191),
  expected      int not null check (expected > 0),
  present       int not null check (present between 0 and expected),
  raw           bytea not null,
  "values"      int[] not null,
  quality       bytea not null,
  sum_wh        bigint,
  min_wh        int,
  max_wh        int,
  avg_wh        numeric,
  worst_quality smallint not null check (worst_quality between 0 and 90),
  data_until    timestamptz not null,
  derivation    int not null check (derivation >= 1),
  derived_at    timestamptz not null,
  primary key (channel_id, day),
  check (cardinality("values") = expected and octet_length(quality) = expected),
  check ((present = 0) = (sum_wh is null))
);
comment on table day_block is 'one channel, one calendar day of its building: what was received, the clean values, their aggregates';
comment on column day_block.raw is 'every value received, from whom and when (RawDayCodec)';
comment on column day_block."values" is 'Wh of each interval of the day in order; null where there is none';
comment on column day_block.quality is 'one code for each interval: 0 measured, 10 register-difference, 11 register-scaled, 12 linear, 13 like-day, 20 edited, 90 no value';
comment on column day_block.worst_quality is 'largest code among the intervals that end at or before data_until';
comment on column day_block.derivation is 'version of the rules that made the clean values';
create index day_block_repaired on day_block (channel_id, day) where worst_quality > 0 or present < expected;

create table day_block_history (like day_block including comments including constraints, primary key (channel_id, day, revision));
comment on table day_block_history is 'superseded revisions';

create table alarm_rule (
  id          text not null check (id <> ''),
  customer_id text not null references customer,
  device_id   text not null references device,
  limit_w     int not null check (limit_w > 0),
  enabled     boolean not null,
  version     int not null check (version >= 1),
  updated_at  timestamptz not null,
  primary key (customer_id, id)
);
create index alarm_rule_of_device on alarm_rule (device_id);

create table alarm (
  id              uuid primary key,
  customer_id     text not null references customer,
  rule_id         text not null,
  device_id       text not null references device,
  interval_start  timestamptz not null,
  interval_end    timestamptz not null,
  observed_w      int not null,
  limit_w         int not null,
  raised_at       timestamptz not null,
  acknowledged_at timestamptz,
  unique (customer_id, rule_id, interval_start),
  check (interval_end > interval_start)
);
comment on column alarm.observed_w is 'mean power of the interval';
create index alarm_of_customer on alarm (customer_id, raised_at desc, id);

-- ---------------------------------------------------------------- what was done

create table command (
  id          uuid primary key,
  device_id   text not null references device,
  customer_id text not null references customer,
  action      text not null check (action in ('switch-on', 'switch-off')),
  state       text not null check (state in ('accepted', 'sent', 'confirmed', 'failed', 'expired')),
  reason      text,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  sent_at     timestamptz,
  finished_at timestamptz,
  attempts    int not null default 0 check (attempts >= 0),
  check (expires_at > created_at),
  check ((finished_at is not null) = (state in ('confirmed', 'failed', 'expired')))
);
create index command_open on command (created_at) where state in ('accepted', 'sent');
create index command_of_device on command (device_id, created_at desc);
create index command_of_customer on command (customer_id, created_at desc);

create table idempotency_key (
  customer_id  text not null references customer,
  key          text not null check (key <> ''),
  request_hash bytea not null,
  command_id   uuid not null references command,
  created_at   timestamptz not null,
  primary key (customer_id, key)
);

create table fault_report (
  id             uuid primary key,
  customer_id    text not null references customer,
  usage_point_id text references usage_point,
  device_id      text references device,
  description    text not null check (description <> ''),
  state          text not null,
  created_at     timestamptz not null
);
create index fault_report_of_customer on fault_report (customer_id, created_at desc);

-- ---------------------------------------------------------------- what is told

create table outbox (
  id          bigint generated always as identity primary key,
  dedup_key   text not null unique,
  customer_id text not null references customer,
  kind        text not null,
  title       text not null,
  body        text not null,
  data        jsonb not null,
  created_at  timestamptz not null,
  done_at     timestamptz
);
create index outbox_open on outbox (id) where done_at is null;

create table push_registration (
  id          uuid primary key,
  customer_id text not null references customer,
  token       text not null unique,
  platform    text not null,
  created_at  timestamptz not null,
  dead_at     timestamptz,
  dead_reason text
);
create index push_registration_live on push_registration (customer_id) where dead_at is null;

create table push_delivery (
  outbox_id           bigint not null references outbox,
  registration_id     uuid not null references push_registration on delete cascade,
  state               text not null,
  attempts            int not null default 0 check (attempts >= 0),
  next_attempt_at     timestamptz,
  provider_message_id text,
  error               text,
  updated_at          timestamptz not null,
  primary key (outbox_id, registration_id)
);
create index push_delivery_due on push_delivery (next_attempt_at) where next_attempt_at is not null;

-- ---------------------------------------------------------------- who looked

create table audit (
  seq           bigint generated always as identity primary key,
  at            timestamptz not null,
  actor         text not null,
  action        text not null,
  object        text not null,
  outcome       text not null,
  previous_hash bytea,
  hash          bytea not null
);
comment on table audit is 'append-only, hash-chained';
create index audit_of_object on audit (object, at desc);
