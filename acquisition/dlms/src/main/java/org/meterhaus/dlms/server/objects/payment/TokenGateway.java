package org.meterhaus.dlms.server.objects.payment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.TokenStatus;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;

/**
 * Token gateway (class 115, version 0). The method succeeds if the token could be received at all;
 * how it ended is told by token_status. A token that was executed is refused as invalid when it
 * comes again, as long as it is among the last thousand.
 */
public final class TokenGateway extends HeldObject {

  /** token_delivery_method. */
  public enum Delivery {
    REMOTE,
    LOCAL,
    MANUAL
  }

  private static final int TOKEN = 2;
  private static final int TIME = 3;
  private static final int DESCRIPTION = 4;
  private static final int DELIVERY = 5;
  private static final int STATUS = 6;
  private static final int REMEMBERED = 1000;

  private final DeviceObjects device;
  private final Account account;
  private final TokenDecoder decoder;
  private final Set<Bytes> executed = new LinkedHashSet<>();

  /** What a token says. */
  public sealed interface Token {
    /**
     * Money, energy or time for the account.
     *
     * @param amount in the account's currency, more than zero
     * @param description what is told of it
     */
    record TopUp(int amount, List<Bytes> description) implements Token {
      public TopUp {
        description = List.copyOf(description);
        if (amount <= 0) {
          throw new IllegalArgumentException("amount must be 1.. but was " + amount);
        }
      }
    }

    /**
     * It is none, or not for this meter.
     *
     * @param code one of the failures
     */
    record Refused(TokenStatus.Code code) implements Token {}
  }

  /** Deciphers tokens, of IEC 62055-41 or whatever the meter takes. */
  public interface TokenDecoder {
    Token decode(Bytes token);
  }

  /** A gateway into an account. */
  public TokenGateway(
      DeviceObjects device, ObisCode logicalName, Account account, TokenDecoder decoder) {
    super(InterfaceClass.TOKEN_GATEWAY, logicalName, device.turn());
    this.device = device;
    this.account = account;
    this.decoder = decoder;
    status(TokenStatus.Code.FORMAT_OK);
  }

  /** A token was typed in at the meter or came by a local port. */
  public TokenStatus.Code entered(Bytes token, Delivery how) {
    exclusively(() -> enter(token, how));
    return as(STATUS, TokenStatus.class).code();
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    enter(parameter.asOctets(), Delivery.REMOTE);
    return new Data.NullData();
  }

  private void enter(Bytes token, Delivery how) {
    hold(TOKEN, token);
    hold(TIME, device.timestamp(device.now()));
    hold(DELIVERY, how);
    hold(DESCRIPTION, List.of());
    status(TokenStatus.Code.RECEIVED);
    switch (decoder.decode(token)) {
      case Token.Refused(TokenStatus.Code code) -> status(code);
      case Token.TopUp _ when executed.contains(token) ->
          status(TokenStatus.Code.VALIDATION_FAILURE);
      case Token.TopUp _ when !account.isActive() -> status(TokenStatus.Code.EXECUTION_FAILURE);
      case Token.TopUp(int amount, List<Bytes> description) -> {
        executed.add(token);
        if (executed.size() > REMEMBERED) {
          executed.remove(executed.iterator().next());
        }
        account.topUp(amount);
        hold(DESCRIPTION, description);
        status(TokenStatus.Code.EXECUTION_OK);
      }
    }
  }

  private void status(TokenStatus.Code code) {
    hold(STATUS, new TokenStatus(code, new Data.BitString(Bytes.EMPTY, 0)));
  }
}
