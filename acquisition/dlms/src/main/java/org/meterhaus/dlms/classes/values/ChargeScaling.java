package org.meterhaus.dlms.classes.values;

/** Powers of ten of the commodity and of the price. */
public record ChargeScaling(int commodityScale, int priceScale) {}
