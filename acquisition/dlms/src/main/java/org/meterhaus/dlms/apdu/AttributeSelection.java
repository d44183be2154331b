package org.meterhaus.dlms.apdu;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.AttributeRef;

/**
 * An attribute and the part of it that is wanted (Cosem-Attribute-Descriptor-With-Selection).
 *
 * @param selection null = all of it
 */
public record AttributeSelection(AttributeRef attribute, @Nullable AccessSelection selection) {}
