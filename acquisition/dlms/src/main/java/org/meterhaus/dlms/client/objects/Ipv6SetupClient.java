package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.NeighborDiscovery;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** IPv6 setup (class 48). */
public final class Ipv6SetupClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable ObisCode dataLinkReference,
      @Nullable Integer addressConfigMode,
      @Nullable List<Bytes> unicastIpv6Addresses,
      @Nullable List<Bytes> multicastIpv6Addresses,
      @Nullable List<Bytes> gatewayIpv6Addresses,
      @Nullable Bytes primaryDnsAddress,
      @Nullable Bytes secondaryDnsAddress,
      @Nullable Integer trafficClass,
      @Nullable List<NeighborDiscovery> neighborDiscoverySetup) {
    public Attributes {
      unicastIpv6Addresses =
          unicastIpv6Addresses == null ? null : List.copyOf(unicastIpv6Addresses);
      multicastIpv6Addresses =
          multicastIpv6Addresses == null ? null : List.copyOf(multicastIpv6Addresses);
      gatewayIpv6Addresses =
          gatewayIpv6Addresses == null ? null : List.copyOf(gatewayIpv6Addresses);
      neighborDiscoverySetup =
          neighborDiscoverySetup == null ? null : List.copyOf(neighborDiscoverySetup);
    }
  }

  public Ipv6SetupClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.IPV6_SETUP, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** A kind of address and one of them. */
  public record Address(Kind kind, Bytes octets) {}

  /** IPv6_address_type. */
  public enum Kind {
    UNICAST,
    MULTICAST,
    GATEWAY
  }

  /** Adds an address. */
  public void add(Address address) throws MeterException {
    invoke(1, address);
  }

  /** Removes an address. */
  public void remove(Address address) throws MeterException {
    invoke(2, address);
  }
}
