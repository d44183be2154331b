-- Operators: those who run the metering of an organisation's buildings. A login and a token belong to a customer or to an
-- operator, never to both.

create table operator (
  id           text primary key check (id <> ''),
  name         text not null,
  organisation text not null check (organisation <> '')
);
comment on column operator.organisation is 'works on the buildings of this organisation, and on no other (building.organisation)';

alter table login alter column customer_id drop not null;
alter table login add column operator_id text references operator;
alter table login add constraint login_of_one check (num_nonnulls(customer_id, operator_id) = 1);
create index login_of_operator on login (operator_id) where operator_id is not null;

alter table access_token alter column customer_id drop not null;
alter table access_token add column operator_id text references operator;
alter table access_token add constraint access_token_of_one check (num_nonnulls(customer_id, operator_id) = 1);
create index access_token_of_operator on access_token (operator_id) where operator_id is not null;
