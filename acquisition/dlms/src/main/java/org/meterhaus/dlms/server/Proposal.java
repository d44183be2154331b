package org.meterhaus.dlms.server;

import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Refusal;
import org.meterhaus.dlms.association.ServerAssociation;
import org.meterhaus.dlms.association.ServerAssociation.Credential;
import org.meterhaus.dlms.association.ServerAssociation.Event;
import org.meterhaus.dlms.association.ServerAssociation.Offer;
import org.meterhaus.dlms.association.ServerAssociation.Terms;
import org.meterhaus.dlms.security.Cover;
import org.meterhaus.dlms.security.MessageProtection;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * An AARQ looked at: what it proposes, whether its protection is right, and what is made of it once
 * the association's machine has decided. Leaves the association as it is, so that an AARQ that
 * cannot be read is decided on by the machine like any other.
 */
final class Proposal {

  private static final int DLMS_VERSION = 6;
  private static final int REJECTED_PERMANENTLY = 1;
  private static final int INITIATE_ERROR = 1;
  private static final int INITIATE = 6;

  /** Stands for what was not looked at, since it does not matter. */
  private static final ServerAssociation.Proposal UNREAD =
      new ServerAssociation.Proposal(false, 0, new Conformance(0), 0);

  private final Apdu.Aarq aarq;
  private final ServedDevice served;
  private final ServerLimits limits;
  private final SecureRandom random;
  private final @Nullable Admission admission;
  private final @Nullable ServerSecurity security;
  private final Event event;
  private Apdu.@Nullable InitiateRequest proposed;
  private @Nullable Cover cover;

  private Proposal(
      Apdu.Aarq aarq,
      @Nullable Admission admission,
      ServedDevice served,
      ServerLimits limits,
      SecureRandom random) {
    this.aarq = aarq;
    this.served = served;
    this.limits = limits;
    this.random = random;
    this.admission = admission;
    this.security = admission == null ? null : security(admission);
    this.event = look();
  }

  static Proposal of(
      Apdu.Aarq aarq,
      List<Admission> admissions,
      ServedDevice served,
      ServerLimits limits,
      SecureRandom random) {
    Admission match = null;
    for (Admission each : admissions) {
      Offer offer = each.offer();
      if (offer.context() == aarq.context() && offer.mechanism() == aarq.mechanism()) {
        match = each;
        break;
      }
    }
    return new Proposal(aarq, match, served, limits, random);
  }

  /** What the machine is told. */
  Event event() {
    return event;
  }

  /** What the association has once it is accepted, and the AARE that says so. */
  record Accepted(Admitted admitted, Apdu.Aare answer) {}

  /** Accepts it under these terms. */
  Accepted accepted(Terms terms, int clientSap) throws SecurityRefused {
    Admission granted = admission;
    Apdu.InitiateRequest request = proposed;
    if (granted == null || request == null) {
      throw new IllegalStateException("accepted what was not looked at");
    }
    ServerSecurity channel = granted.ciphered() ? security : null;
    Bytes dedicatedKey = request.dedicatedKey();
    if (channel != null && dedicatedKey != null) {
      channel.dedicate(SymmetricKey.of(dedicatedKey));
    }
    Bytes challenge = aarq.authentication() == null ? Bytes.EMPTY : aarq.authentication();
    HlsExchange handshake =
        new HlsExchange(granted, security, aarq.callingTitle(), challenge, random);
    AssociationLn association =
        new AssociationLn(served.device(), granted, terms, clientSap, limits.maxApduBytes());
    int maxSend = Math.min(terms.maxSendPdu(), limits.maxApduBytes());
    boolean cuts = terms.conformance().has(Conformance.GENERAL_BLOCK_TRANSFER);
    Services services =
        new Services(
            terms.conformance(),
            new ObjectAccess(served.device(), granted.rights(), association),
            limits.dataLimits());
    Admitted admitted =
        new Admitted(
            terms.offer(),
            terms.offer().highLevel() ? handshake : null,
            channel,
            services,
            maxSend,
            cuts ? new ServerBlocks(maxSend) : null);
    return new Accepted(admitted, aare(terms, handshake, channel));
  }

  /** The AARE that refuses. */
  static Apdu refused(Apdu.Aarq aarq, Refusal refusal) {
    Bytes why =
        refusal.initiateError() < 0
            ? null
            : ApduCodec.encode(
                new Apdu.ConfirmedServiceError(INITIATE_ERROR, INITIATE, refusal.initiateError()));
    return new Apdu.Aare(
        aarq.context(),
        REJECTED_PERMANENTLY,
        refusal.diagnostic(),
        null,
        aarq.mechanism(),
        null,
        why);
  }

  private Apdu.Aare aare(Terms terms, HlsExchange handshake, @Nullable ServerSecurity channel)
      throws SecurityRefused {
    Bytes information =
        ApduCodec.encode(
            new Apdu.InitiateResponse(DLMS_VERSION, terms.conformance(), limits.maxApduBytes()));
    Cover asked = cover;
    if (channel != null && asked != null) {
      information = channel.protectInitiate(information, asked);
    }
    boolean highLevel = terms.offer().highLevel();
    return new Apdu.Aare(
        aarq.context(),
        0,
        highLevel ? Refusal.AUTHENTICATION_REQUIRED.diagnostic() : Refusal.NOTHING,
        title(),
        highLevel ? aarq.mechanism() : Apdu.MECHANISM_NONE,
        highLevel ? handshake.challenge() : null,
        information);
  }

  /** Our own title where the client needs it. */
  private @Nullable Bytes title() {
    var ciphering = admission == null ? null : admission.ciphering();
    return ciphering == null ? null : ciphering.title().octets();
  }

  private Event look() {
    Admission wanted = admission;
    if (wanted == null) {
      return asked(false, UNREAD);
    }
    boolean titled = !wanted.offer().titled() || security != null;
    if (!titled) {
      return asked(false, UNREAD);
    }
    try {
      boolean protection = read(wanted);
      Apdu.InitiateRequest request = proposed;
      if (request != null) {
        return asked(
            protection && isKeyFit(request.dedicatedKey(), wanted),
            new ServerAssociation.Proposal(
                request.dedicatedKey() != null,
                request.dlmsVersion(),
                request.conformance(),
                request.maxReceivePduSize()));
      }
    } catch (ServerSecurity.Replayed e) {
      // Answered like a wrong key; the auditor hears what it was.
      served.tell(new SecurityEvent.Replayed(e.client, e.counter));
    } catch (SecurityRefused | Malformed | UnsupportedApdu _) {
      // Not to be read, for whatever reason: the client learns no more than that.
    }
    return new Event.AskedWrongly();
  }

  /** Reads the InitiateRequest; tells whether it is protected as it has to be. */
  private boolean read(Admission wanted)
      throws SecurityRefused, ServerSecurity.Replayed, Malformed, UnsupportedApdu {
    Bytes information = aarq.userInformation();
    ServerSecurity keys = security;
    Protection given = Protection.NONE;
    boolean covered = !information.isEmpty() && MessageProtection.covers(information.at(0));
    if (covered && wanted.ciphered() && keys != null) {
      MessageProtection.Opened opened = keys.open(information);
      information = opened.apdu();
      given = opened.cover().protection();
      cover = opened.cover();
    }
    if (ApduCodec.decode(information, limits.dataLimits())
        instanceof Apdu.InitiateRequest request) {
      proposed = request;
    }
    return !wanted.ciphered() || (keys != null && keys.isCiphered(given));
  }

  private static boolean isKeyFit(@Nullable Bytes dedicatedKey, Admission wanted) {
    return dedicatedKey == null
        || wanted.ciphering() == null
        || dedicatedKey.size() == wanted.ciphering().keys().suite().keyOctets();
  }

  private Event asked(boolean protection, ServerAssociation.Proposal terms) {
    boolean titled = security != null;
    return new Event.Asked(
        aarq.context(), aarq.mechanism(), credential(), titled, protection, terms);
  }

  private Credential credential() {
    Bytes value = aarq.authentication();
    Authentication wanted = admission == null ? null : admission.authentication();
    if (value == null || wanted instanceof Authentication.None) {
      return new Credential.Nothing();
    }
    return wanted instanceof Authentication.Password(var password)
        ? new Credential.Password(password.is(value))
        : new Credential.Challenge(value.size());
  }

  /**
   * What is needed to talk to a client that gives a title; null if it does not, if there are no
   * keys, or if it calls itself like us: its nonces would be ours.
   */
  private @Nullable ServerSecurity security(Admission wanted) {
    Bytes title = aarq.callingTitle();
    var ciphering = wanted.ciphering();
    boolean usable =
        ciphering != null
            && title != null
            && title.size() == SystemTitle.OCTETS
            && !title.equals(ciphering.title().octets());
    return usable && ciphering != null && title != null
        ? new ServerSecurity(served, ciphering, new SystemTitle(title), random)
        : null;
  }
}
