package org.meterhaus.sink.roles;

import java.util.Optional;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/** One thing that a meter is asked to do: what a HANDLER splits a request into. */
public sealed interface Operation {

  /** Reads an attribute, or the selected part of it. */
  record Get(AttributeRef attribute, Optional<Selection> selection) implements Operation {
    /** The whole attribute. */
    public Get(AttributeRef attribute) {
      this(attribute, Optional.empty());
    }
  }

  /** Writes an attribute. */
  record Set(AttributeRef attribute, Data value) implements Operation {}

  /** Invokes a method; {@link Data.NullData} is no parameter. */
  record Action(MethodRef method, Data parameter) implements Operation {}
}
