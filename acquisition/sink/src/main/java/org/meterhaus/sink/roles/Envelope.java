package org.meterhaus.sink.roles;

/** A message and whom it is for. */
public record Envelope(Address to, Message message) {}
