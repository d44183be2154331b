-- Prices of energy by the time of use, which usage point has which, and the figures of days in the index of their key.

-- Months and years are answered from the figures of days alone: with them in the index of the primary key, a year of a
-- channel is a few pages side by side, however its blocks are scattered, and no second index has to be kept.
alter table day_block drop constraint day_block_pkey;
alter table day_block add primary key (channel_id, day)
  include (expected, present, sum_wh, min_wh, max_wh, worst_quality, data_until);

create table tariff (
  id       text primary key check (id <> ''),
  name     text not null,
  currency text not null check (currency = 'EUR')
);
comment on column tariff.currency is 'one, until somebody needs another: amounts are added up';

create table tariff_version (
  tariff_id           text not null references tariff,
  valid_from          date not null,
  standing_ct_per_day numeric(12, 6) not null check (standing_ct_per_day >= 0),
  primary key (tariff_id, valid_from)
);
comment on table tariff_version is 'valid from a calendar day of the building to the day before the next version';

create table tariff_price (
  tariff_id  text not null,
  valid_from date not null,
  name       text not null check (name <> ''),
  ct_per_kwh numeric(12, 6) not null,
  primary key (tariff_id, valid_from, name),
  foreign key (tariff_id, valid_from) references tariff_version on delete cascade
);
comment on column tariff_price.ct_per_kwh is 'taxes included; below zero where the market is';

create table tariff_window (
  tariff_id    text not null,
  valid_from   date not null,
  position     int not null check (position >= 1),
  price        text not null,
  season_from  text check (season_from ~ '^[0-1][0-9]-[0-3][0-9]$'),
  season_until text check (season_until ~ '^[0-1][0-9]-[0-3][0-9]$'),
  weekdays     smallint not null check (weekdays between 0 and 127),
  holidays     boolean not null,
  from_minute  smallint not null check (from_minute between 0 and 1439),
  until_minute smallint not null check (until_minute between 1 and 1440),
  primary key (tariff_id, valid_from, position),
  foreign key (tariff_id, valid_from, price) references tariff_price on delete cascade,
  check (from_minute < until_minute),
  check ((season_from is null) = (season_until is null)),
  check (weekdays > 0 or holidays)
);
comment on table tariff_window is 'when which price holds: the first window, by position, that fits';
comment on column tariff_window.season_from is 'MM-DD; both ends belong to the season, which may run over the new year; null for all of it';
comment on column tariff_window.weekdays is 'bit 0 is Monday; a holiday is none of the weekdays';
comment on column tariff_window.from_minute is 'of the wall clock in the zone of the building, since midnight';

create table tariff_holiday (
  tariff_id text not null references tariff,
  day       date not null,
  name      text not null,
  primary key (tariff_id, day)
);

create table usage_point_tariff (
  usage_point_id text not null references usage_point,
  tariff_id      text not null references tariff,
  valid_from     date not null,
  valid_until    date,
  primary key (usage_point_id, valid_from),
  check (valid_until > valid_from)
);
comment on table usage_point_tariff is 'calendar days of the building, [valid_from, valid_until)';
create index usage_point_tariff_of_tariff on usage_point_tariff (tariff_id);
