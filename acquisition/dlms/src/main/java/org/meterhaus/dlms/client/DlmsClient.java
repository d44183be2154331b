package org.meterhaus.dlms.client;

import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/**
 * A client associated with one logical device over one connection. Calls block; they are made for
 * virtual threads. Thread-safe: one request is under way at a time, others wait their turn.
 *
 * <p>After {@link MeterException.TimedOut}, {@link MeterException.Unreachable}, {@link
 * MeterException.Malformed} and {@link MeterException.SecurityRefused} the connection is closed,
 * since an answer that comes late would be taken for the next one; open another client. After a
 * refusal it goes on.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow in the next commits
public final class DlmsClient implements AutoCloseable {

  private DlmsClient() {}

  /**
   * Connects and associates; with HLS both sides have proven themselves when it returns.
   *
   * @throws MeterException.Unreachable if there is no connection
   * @throws MeterException.AssociationRefused if the server does not want this client
   * @throws MeterException.SecurityRefused if the server's proof or protection does not fit
   */
  public static DlmsClient open(LinkConfig link, AssociationConfig association)
      throws MeterException {
    throw new UnsupportedOperationException();
  }

  /** Reads a whole attribute; a long one comes in blocks and is put together. */
  public Data get(AttributeRef attribute) throws MeterException {
    throw new UnsupportedOperationException();
  }

  /** Reads the selected part of an attribute. */
  public Data get(AttributeRef attribute, Selection selection) throws MeterException {
    throw new UnsupportedOperationException();
  }

  public void set(AttributeRef attribute, Data value) throws MeterException {
    throw new UnsupportedOperationException();
  }

  /**
   * Invokes a method.
   *
   * @return what the method returns, {@link Data.NullData} if nothing
   */
  public Data action(MethodRef method, Data parameter) throws MeterException {
    throw new UnsupportedOperationException();
  }

  /** Releases the association politely, closes the connection; never throws. */
  @Override
  public void close() {}
}
