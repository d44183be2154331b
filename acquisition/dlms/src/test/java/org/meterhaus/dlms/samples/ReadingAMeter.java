package org.meterhaus.dlms.samples;

import java.time.Instant;
import java.util.List;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.client.objects.DisconnectControlClient;
import org.meterhaus.dlms.client.objects.ProfileClient;
import org.meterhaus.dlms.client.objects.ProfileRow;
import org.meterhaus.dlms.client.objects.RegisterClient;
import org.meterhaus.dlms.cosem.ObisCode;

/** The client of docs/dlms-library.md. */
final class ReadingAMeter {

  private ReadingAMeter() {}

  // sample
  static String read(LinkConfig link, AssociationConfig keys, Instant from, Instant to)
      throws MeterException {
    try (DlmsClient meter = DlmsClient.open(link, keys)) {
      ObisCode energy = ObisCode.parse("1-0:1.8.0*255");
      String total = new RegisterClient(meter, energy).value().toString(); // "1460 Wh"
      ProfileClient profile = new ProfileClient(meter, ObisCode.parse("1-0:99.1.0*255"));
      List<ProfileRow> rows = profile.rows(from, to); // both ends included
      var supply = new DisconnectControlClient(meter, ObisCode.parse("0-0:96.3.10*255"));
      if (rows.isEmpty() && supply.isConnected()) {
        supply.disconnect();
      }
      return total + ", " + rows.size() + " rows, supply " + supply.state();
    }
  }
  // end
}
