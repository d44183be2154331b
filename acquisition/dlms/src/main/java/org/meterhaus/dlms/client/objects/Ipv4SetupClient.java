package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.IpOption;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** IPv4 setup (class 42); addresses are 32 bits. */
public final class Ipv4SetupClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable ObisCode dataLinkReference,
      @Nullable Long ipAddress,
      @Nullable List<Long> multicastIpAddress,
      @Nullable List<IpOption> ipOptions,
      @Nullable Long subnetMask,
      @Nullable Long gatewayIpAddress,
      @Nullable Boolean useDhcp,
      @Nullable Long primaryDnsAddress,
      @Nullable Long secondaryDnsAddress) {
    public Attributes {
      multicastIpAddress = multicastIpAddress == null ? null : List.copyOf(multicastIpAddress);
      ipOptions = ipOptions == null ? null : List.copyOf(ipOptions);
    }
  }

  public Ipv4SetupClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.IPV4_SETUP, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Adds a multicast address. */
  public void addMulticastAddress(long address) throws MeterException {
    invoke(1, address);
  }

  /** Deletes a multicast address. */
  public void deleteMulticastAddress(long address) throws MeterException {
    invoke(2, address);
  }
}
