package org.meterhaus.dlms.server;

import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;

/**
 * What the association through which a method is invoked may do, and may do by this request: for
 * objects that reach others on behalf of a client. Valid while the method runs.
 */
public interface Caller {

  /** The device itself, which may do anything. */
  Caller DEVICE =
      new Caller() {
        @Override
        public boolean mayRead(AttributeRef attribute) {
          return true;
        }

        @Override
        public boolean mayWrite(AttributeRef attribute) {
          return true;
        }

        @Override
        public boolean mayInvoke(MethodRef method) {
          return true;
        }
      };

  /** Whether it could read the attribute by a request protected like this one. */
  boolean mayRead(AttributeRef attribute);

  /** Whether it could write the attribute. */
  boolean mayWrite(AttributeRef attribute);

  /** Whether it could invoke the method. */
  boolean mayInvoke(MethodRef method);
}
