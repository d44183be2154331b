package org.meterhaus.acceptance.soap;

import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.xml.ws.WebFault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A declared fault as a generated client gets it. Each service has its own class for it; the
 * element that they stand for is the same.
 *
 * @param element local name of the detail element
 * @param code of the problem
 */
record FaultInfo(String element, String code) {

  /**
   * @throws AssertionError if there was no fault, or one that the contract does not declare
   */
  static FaultInfo of(ThrowingCallable call) {
    var thrown = catchThrowable(call);
    var declared = thrown == null ? null : thrown.getClass().getAnnotation(WebFault.class);
    if (thrown == null || declared == null) {
      throw new AssertionError("not a declared fault: " + thrown, thrown);
    }
    try {
      var problem = thrown.getClass().getMethod("getFaultInfo").invoke(thrown);
      var code = problem.getClass().getMethod("getCode").invoke(problem);
      return new FaultInfo(declared.name(), String.valueOf(code));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("not a generated fault: " + thrown, e);
    }
  }
}
