package org.meterhaus.db.operators;

/**
 * Somebody who runs the metering.
 *
 * @param organisation works on the buildings of this organisation, and on no other
 */
public record Operator(String id, String name, String organisation) {}
