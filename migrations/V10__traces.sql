-- Where a row's work goes on in a trace, as a W3C traceparent: what follows from it belongs to the same trace, whichever server
-- does it. Null where nothing is traced.
alter table card_action add column trace_parent text;
alter table run add column trace_parent text;
