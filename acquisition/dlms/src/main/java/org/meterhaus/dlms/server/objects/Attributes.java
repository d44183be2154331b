package org.meterhaus.dlms.server.objects;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;

/** What several classes say about their attributes. */
final class Attributes {

  private Attributes() {}

  /** Attributes 1 to {@code last}, all read-only. */
  static List<AttributeAccess> readOnly(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(AttributeAccess::readOnly).toList();
  }

  static void requireNoSelection(@Nullable Selection selection) throws AccessError {
    if (selection != null) {
      throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    }
  }
}
