-- Outages as the silence of meters tells them, and groups of customers whose load has the same shape.

-- ---------------------------------------------------------------- outages

create table outage_offset (
  partition smallint primary key references arrival_partition,
  "offset"  bigint not null check ("offset" >= 0)
);
comment on table outage_offset is 'first arrival whose contact has not been noted; a partition without a row begins at 0';

create table meter_contact (
  meter_id     text primary key references meter,
  heard_at     timestamptz not null,
  data_until   timestamptz not null,
  status       int not null check (status between 0 and 65535),
  register_wh  bigint check (register_wh >= 0),
  faulty_since timestamptz
);
comment on table meter_contact is 'the latest word of each meter';
comment on column meter_contact.faulty_since is 'silent since then and part of no outage: the meter or its way to us';
create index meter_contact_faulty on meter_contact (faulty_since) where faulty_since is not null;

create table outage (
  id               uuid primary key,
  building_id      text not null references building,
  section_id       text references section,
  state            text not null check (state in ('suspected', 'confirmed', 'restored')),
  cause            text not null check (cause in ('power', 'sink-or-network', 'communication-loss')),
  began_at         timestamptz not null,
  suspected_at     timestamptz not null,
  confirmed_at     timestamptz,
  recovering_since timestamptz,
  restored_at      timestamptz,
  off_from         timestamptz,
  off_until        timestamptz,
  reopened         int not null check (reopened >= 0),
  check ((state = 'restored') = (restored_at is not null)),
  check ((off_from is null) = (off_until is null)),
  check (off_until > off_from)
);
comment on column outage.section_id is 'null when it is about the building as a whole';
comment on column outage.began_at is 'when the last of its meters was still heard';
comment on column outage.off_from is 'the time without power as the meters themselves recorded it';
create index outage_of_building on outage (building_id, suspected_at desc);
create index outage_open on outage (suspected_at) where restored_at is null;
create index outage_restored on outage (restored_at) where restored_at is not null;

create table outage_meter (
  outage_id    uuid not null references outage,
  meter_id     text not null references meter,
  silent_since timestamptz not null,
  data_until   timestamptz not null,
  register_wh  bigint check (register_wh >= 0),
  last_gasp    boolean not null,
  returned_at  timestamptz,
  supply       text not null check (supply in ('unknown', 'on', 'off')),
  energy_wh    bigint,
  off_from     timestamptz,
  off_until    timestamptz,
  primary key (outage_id, meter_id),
  check ((supply = 'on') = (energy_wh is not null)),
  check ((supply = 'off') = (off_from is not null and off_until is not null))
);
create index outage_meter_of_meter on outage_meter (meter_id);

create table outage_reading (
  outage_id   uuid not null,
  meter_id    text not null,
  end_at      timestamptz not null,
  status      int not null check (status between 0 and 65535),
  energy_wh   int,
  register_wh bigint,
  primary key (outage_id, meter_id, end_at),
  foreign key (outage_id, meter_id) references outage_meter
);
comment on table outage_reading is 'evidence: what came later of the load profile from the time of the silence';

-- ---------------------------------------------------------------- groups of customers

create table customer_group_run (
  id           uuid primary key,
  organisation text not null,
  span_from    date not null,
  span_until   date not null,
  made_at      timestamptz not null,
  households   int not null check (households >= 0),
  needed       int not null check (needed > 0),
  silhouettes  jsonb not null,
  unique (organisation, span_until),
  check (span_until > span_from)
);
comment on table customer_group_run is 'one grouping of an organisation''s customers; without groups when there were fewer households than needed';

create table customer_group (
  run_id    uuid not null references customer_group_run on delete cascade,
  number    int not null check (number >= 1),
  words     text not null,
  shape     double precision[] not null check (cardinality(shape) = 48),
  peak_hour int not null check (peak_hour between 0 and 23),
  members   int not null check (members >= 5),
  lower_wh  bigint not null,
  median_wh bigint not null,
  upper_wh  bigint not null,
  primary key (run_id, number)
);
comment on column customer_group.shape is 'share of each hour of the mean working day, then of the mean day of a weekend';
comment on column customer_group.members is 'nothing is stored, so nothing can be shown, of a group of fewer than five';

create table customer_group_member (
  run_id         uuid not null,
  usage_point_id text not null references usage_point,
  number         int not null,
  daily_mean_wh  bigint not null check (daily_mean_wh >= 0),
  peak_hour      int not null check (peak_hour between 0 and 23),
  days           int not null check (days > 0),
  primary key (run_id, usage_point_id),
  foreign key (run_id, number) references customer_group on delete cascade
);
create index customer_group_member_of_usage_point on customer_group_member (usage_point_id);
