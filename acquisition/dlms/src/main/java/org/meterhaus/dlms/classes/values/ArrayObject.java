package org.meterhaus.dlms.classes.values;

/** An array that is reached through an array manager. */
public record ArrayObject(int id, ValueDefinition array) {}
