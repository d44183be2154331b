package org.meterhaus.dlms.classes.values;

/** What is run when a value goes over a threshold, and when it goes under it again. */
public record ActionSet(ActionItem actionUp, ActionItem actionDown) {}
