package org.meterhaus.headend.control;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.headend.control.RelayFailure.Reason;
import org.meterhaus.headend.link.MeterLink;
import org.meterhaus.headend.link.SinkAccess;
import org.meterhaus.headend.link.SinkLink;

/** A relay reached over DLMS: one association through the sink, opened when it is needed. */
final class SinkRelay implements Relay {
  private final SinkAccess sink;
  private final String meterId;
  private final ObisCode relay;
  private @Nullable MeterLink link;

  SinkRelay(SinkAccess sink, String meterId, ObisCode relay) {
    this.sink = sink;
    this.meterId = meterId;
    this.relay = relay;
  }

  @Override
  public void switchTo(boolean on) throws RelayFailure {
    MeterLink open = opened();
    try {
      open.switchTo(relay, on);
    } catch (MeterException e) {
      throw failure(e, true);
    }
  }

  @Override
  public boolean isOn() throws RelayFailure {
    MeterLink open = opened();
    try {
      return open.isOn(relay);
    } catch (MeterException e) {
      throw failure(e, false);
    }
  }

  @Override
  public void close() {
    MeterLink open = link;
    link = null;
    if (open != null) {
      open.close();
    }
  }

  private MeterLink opened() throws RelayFailure {
    MeterLink open = link;
    if (open != null) {
      return open;
    }
    try {
      MeterLink fresh = sink.meter(meterId);
      link = fresh;
      return fresh;
    } catch (SinkAccess.NoSuchMeter e) {
      throw new RelayFailure(Reason.METER_UNREACHABLE, false, String.valueOf(e.getMessage()), e);
    } catch (MeterException e) {
      throw failure(e, false); // opening changes nothing
    }
  }

  private RelayFailure failure(MeterException e, boolean wasSent) {
    if (!(e instanceof MeterException.Refused refused)) {
      close();
      return new RelayFailure(Reason.SINK_UNREACHABLE, wasSent, String.valueOf(e.getMessage()), e);
    }
    if (refused.resultCode() != DataAccessResult.OBJECT_UNAVAILABLE.code()) {
      return new RelayFailure(Reason.METER_REFUSED, false, String.valueOf(e.getMessage()), e);
    }
    // the sink says this for a meter that does not answer; so may a meter, of an object of its own
    try (SinkLink management = sink.management()) {
      String why = management.whyOffline(meterId).orElse("");
      return why.isEmpty()
          ? new RelayFailure(Reason.METER_REFUSED, false, String.valueOf(e.getMessage()), e)
          : new RelayFailure(Reason.METER_UNREACHABLE, wasSent, why, e);
    } catch (MeterException lost) {
      return new RelayFailure(
          Reason.SINK_UNREACHABLE, wasSent, String.valueOf(lost.getMessage()), lost);
    }
  }
}
