package org.meterhaus.dlms.server.objects;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.DeviceCertificate;
import org.meterhaus.dlms.security.DeviceCertificate.Entity;
import org.meterhaus.dlms.security.DeviceCertificate.KeyUse;
import org.meterhaus.dlms.security.DeviceKeys;
import org.meterhaus.dlms.security.KeyChanges;
import org.meterhaus.dlms.security.KeyChanges.KeyData;
import org.meterhaus.dlms.security.KeyId;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.SecurityAudit;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SecurityEvent.KeyChanged.How;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;

/**
 * Security Setup (class 64, versions 0 and 1): the policy, suite, titles and certificates of an
 * association's security context, and the methods that change keys.
 *
 * <p>Every change is durable in the {@link KeyVault} before it is answered, and is in use from the
 * next association on. Whatever is wrong with a key, certificate or signature is answered alike and
 * told to the audit only. Allow its methods to authenticated clients only.
 */
public final class SecuritySetup implements CosemObject {

  /** Methods of version 1; version 0 has the first two. */
  public static final int SECURITY_ACTIVATE = 1;

  public static final int KEY_TRANSFER = 2;
  public static final int KEY_AGREEMENT = 3;
  public static final int GENERATE_KEY_PAIR = 4;
  public static final int GENERATE_CERTIFICATE_REQUEST = 5;
  public static final int IMPORT_CERTIFICATE = 6;
  public static final int EXPORT_CERTIFICATE = 7;
  public static final int REMOVE_CERTIFICATE = 8;

  private static final int MAX_KEYS = KeyId.values().length;

  private final ObisCode name;
  private final int version;
  private final SystemTitle client;
  private final SystemTitle server;
  private final KeyVault vault;
  private final SecureRandom random;
  private final InstantSource clock;
  private final SecurityAudit audit;

  /**
   * Of one client and this device.
   *
   * @param version 0 or 1
   */
  public SecuritySetup(
      ObisCode name,
      int version,
      SystemTitle client,
      SystemTitle server,
      KeyVault vault,
      SecureRandom random,
      InstantSource clock,
      SecurityAudit audit) {
    if (version != 0 && version != 1) {
      throw new IllegalArgumentException("version must be 0 or 1 but was " + version);
    }
    this.name = name;
    this.version = version;
    this.client = client;
    this.server = server;
    this.vault = vault;
    this.random = random;
    this.clock = clock;
    this.audit = audit;
  }

  @Override
  public int classId() {
    return InterfaceClass.SECURITY_SETUP;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public ObisCode logicalName() {
    return name;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    Attributes.requireNoSelection(selection);
    DeviceKeys keys = vault.current();
    return switch (attribute) {
      case 1 -> name.toData();
      case 2 -> new Data.Enumerated(policyCode(keys.policy()));
      case 3 -> new Data.Enumerated(keys.suite().id());
      case 4 -> new Data.OctetString(client.octets());
      case 5 -> new Data.OctetString(server.octets());
      case 6 -> certificates(keys);
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  private Data certificates(DeviceKeys keys) throws AccessError {
    if (version == 0) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    return new Data.Array(keys.certificates().stream().map(SecuritySetup::info).toList());
  }

  @Override
  public Data action(int method, Data parameter) throws AccessError, Malformed {
    if (method < 1 || method > methods().size()) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    synchronized (vault) {
      try {
        return change(method, parameter);
      } catch (SecurityRefused e) {
        audit.record(
            new SecurityEvent.ChangeRefused("method " + method, String.valueOf(e.getMessage())));
        throw new AccessError(DataAccessResult.OTHER_REASON);
      } catch (IOException e) {
        audit.record(
            new SecurityEvent.ChangeRefused("method " + method, String.valueOf(e.getMessage())));
        throw new AccessError(DataAccessResult.HARDWARE_FAULT);
      }
    }
  }

  @Override
  public List<AttributeAccess> attributes() {
    return Attributes.readOnly(version == 0 ? 5 : 6);
  }

  @Override
  public List<Integer> methods() {
    return IntStream.rangeClosed(1, version == 0 ? KEY_TRANSFER : REMOVE_CERTIFICATE)
        .boxed()
        .toList();
  }

  private Data change(int method, Data parameter)
      throws AccessError, Malformed, SecurityRefused, IOException {
    DeviceKeys keys = vault.current();
    return switch (method) {
      case SECURITY_ACTIVATE -> activate(keys, parameter);
      case KEY_TRANSFER -> {
        List<KeyData> wrapped = keyData(parameter);
        vault.replace(KeyChanges.transfer(keys, wrapped));
        changed(wrapped, How.TRANSFER);
        yield new Data.NullData();
      }
      case KEY_AGREEMENT -> {
        List<KeyData> offers = keyData(parameter);
        KeyChanges.Agreed agreed = KeyChanges.agree(keys, client, server, offers, random);
        vault.replace(agreed.keys());
        changed(offers, How.AGREEMENT);
        yield new Data.Array(agreed.answers().stream().map(SecuritySetup::toData).toList());
      }
      case GENERATE_KEY_PAIR -> {
        vault.replace(KeyChanges.generatePair(keys, use(parameter), random));
        yield new Data.NullData();
      }
      case GENERATE_CERTIFICATE_REQUEST ->
          new Data.OctetString(KeyChanges.certificateRequest(keys, use(parameter), server));
      case IMPORT_CERTIFICATE -> importCertificate(keys, parameter.asOctets());
      case EXPORT_CERTIFICATE -> new Data.OctetString(find(keys, parameter).der());
      case REMOVE_CERTIFICATE -> {
        DeviceCertificate removed = find(keys, parameter);
        vault.replace(KeyChanges.removeCertificate(keys, removed));
        audit.record(new SecurityEvent.CertificateChanged(subject(removed), false));
        yield new Data.NullData();
      }
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  /** A policy may only be strengthened. */
  private Data activate(DeviceKeys keys, Data parameter)
      throws Malformed, SecurityRefused, IOException {
    SecurityPolicy next;
    try {
      int code = Math.clamp(parameter.asLong(), -1, 256);
      next = version == 0 ? SecurityPolicy.ofVersion0(code) : SecurityPolicy.ofVersion1(code);
    } catch (IllegalArgumentException e) {
      throw new SecurityRefused("no such policy", e);
    }
    if (!next.covers(keys.policy())) {
      throw new SecurityRefused("a policy may only be strengthened");
    }
    vault.replace(keys.withPolicy(next));
    audit.record(new SecurityEvent.PolicyChanged(keys.policy(), next));
    return new Data.NullData();
  }

  private Data importCertificate(DeviceKeys keys, Bytes der) throws SecurityRefused, IOException {
    DeviceKeys next = KeyChanges.importCertificate(keys, der, clock.instant());
    vault.replace(next);
    audit.record(
        new SecurityEvent.CertificateChanged(subject(next.certificates().getLast()), true));
    return new Data.NullData();
  }

  private void changed(List<KeyData> keys, How how) {
    keys.forEach(key -> audit.record(new SecurityEvent.KeyChanged(key.id(), how)));
  }

  /** A policy of version 1 that version 0 has no word for is told by what holds both ways. */
  private int policyCode(SecurityPolicy policy) {
    if (version == 1) {
      return policy.version1();
    }
    OptionalInt code = policy.version0();
    if (code.isPresent()) {
      return code.getAsInt();
    }
    for (int weaker = 2; weaker > 0; weaker--) {
      if (policy.covers(SecurityPolicy.ofVersion0(weaker))) {
        return weaker;
      }
    }
    return 0;
  }

  private static List<KeyData> keyData(Data parameter) throws Malformed, SecurityRefused {
    List<Data> elements = parameter.asList();
    if (elements.size() > MAX_KEYS) {
      throw new SecurityRefused("more keys than there are");
    }
    List<KeyData> keys = new ArrayList<>();
    for (Data element : elements) {
      List<Data> fields = fields(element, 2);
      try {
        keys.add(new KeyData(KeyId.of(fields.get(0).asLong()), fields.get(1).asOctets()));
      } catch (IllegalArgumentException e) {
        throw new SecurityRefused("no such key", e);
      }
    }
    return keys;
  }

  private static Data toData(KeyData key) {
    return Data.Structure.of(new Data.Enumerated(key.id().id()), new Data.OctetString(key.data()));
  }

  /** certificate_info. */
  private static Data info(DeviceCertificate certificate) {
    return Data.Structure.of(
        new Data.Enumerated(certificate.entity().code()),
        new Data.Enumerated(certificate.use().code()),
        new Data.OctetString(certificate.serialNumber()),
        new Data.OctetString(certificate.issuer()),
        new Data.OctetString(certificate.subject()),
        new Data.OctetString(Bytes.EMPTY));
  }

  /** A certificate by its entity, use and title, or by serial number and issuer. */
  private static DeviceCertificate find(DeviceKeys keys, Data parameter)
      throws Malformed, SecurityRefused {
    List<Data> identification = fields(parameter, 2);
    long kind = identification.get(0).asLong();
    Predicate<DeviceCertificate> wanted;
    if (kind == 0) {
      List<Data> fields = fields(identification.get(1), 3);
      Entity entity = one(Entity.values(), fields.get(0));
      KeyUse use = use(fields.get(1));
      Bytes title = fields.get(2).asOctets();
      if (title.size() != SystemTitle.OCTETS) {
        throw new SecurityRefused("a system title has 8 octets");
      }
      SystemTitle owner = new SystemTitle(title);
      wanted = c -> c.entity() == entity && c.use() == use && c.isOf(owner);
    } else if (kind == 1) {
      List<Data> fields = fields(identification.get(1), 2);
      Bytes serial = fields.get(0).asOctets();
      Bytes issuer = fields.get(1).asOctets();
      wanted = c -> c.serialNumber().equals(serial) && c.issuer().equals(issuer);
    } else {
      throw new SecurityRefused("certificates are identified by 0 or 1 but not " + kind);
    }
    return keys.certificates().stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new SecurityRefused("no such certificate"));
  }

  private static KeyUse use(Data data) throws Malformed, SecurityRefused {
    return one(KeyUse.values(), data);
  }

  private static <E> E one(E[] values, Data data) throws Malformed, SecurityRefused {
    long code = data.asLong();
    if (code < 0 || code >= values.length) {
      throw new SecurityRefused("must be 0.." + (values.length - 1) + " but was " + code);
    }
    return values[(int) code];
  }

  private static List<Data> fields(Data structure, int count) throws Malformed {
    List<Data> fields = structure.asList();
    if (fields.size() != count) {
      throw new Malformed("a structure of " + fields.size() + " but " + count + " are wanted");
    }
    return fields;
  }

  private static String subject(DeviceCertificate certificate) {
    return certificate.x509().getSubjectX500Principal().getName();
  }
}
