package org.meterhaus.dlms.classes.values;

/** Least and wanted quality of service. */
public record QualityOfService(QualityOfServiceClass defaults, QualityOfServiceClass requested) {}
