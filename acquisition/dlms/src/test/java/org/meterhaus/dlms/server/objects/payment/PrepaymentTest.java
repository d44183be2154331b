package org.meterhaus.dlms.server.objects.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.AccountModeAndStatus.PaymentMode;
import org.meterhaus.dlms.classes.values.ChargeScaling;
import org.meterhaus.dlms.classes.values.ChargeTableElement;
import org.meterhaus.dlms.classes.values.TokenStatus;
import org.meterhaus.dlms.classes.values.UnitCharge;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.Register;
import org.meterhaus.dlms.server.objects.RegisterActivation;

@DisplayName("A prepayment meter")
class PrepaymentTest {

  private static final Data ZERO = new Data.Integer8(0);
  private static final ObisCode ENERGY = ObisCode.of(1, 0, 1, 8, 0, 255);
  private static final ObisCode TOKENS = ObisCode.of(0, 0, 19, 10, 0, 255);
  private static final ObisCode EMERGENCY = ObisCode.of(0, 0, 19, 10, 1, 255);
  private static final ObisCode USE = ObisCode.of(0, 0, 19, 20, 0, 255);
  private static final ObisCode STANDING = ObisCode.of(0, 0, 19, 20, 1, 255);
  private static final ObisCode DEBT = ObisCode.of(0, 0, 19, 20, 2, 255);

  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-06-01T10:00:00Z"));
  private final AtomicLong wattHours = new AtomicLong(1_000);
  private final DeviceObjects device = new DeviceObjects(time::get, ZoneId.of("Europe/Berlin"));

  private Credit tokens;
  private Credit emergency;
  private Charge debt;
  private Account account;
  private TokenGateway gateway;

  @BeforeEach
  void build() throws Exception {
    device.add(
        new Register(
            ENERGY, () -> new Data.DoubleLongUnsigned(wattHours.get()), ScalerUnit.wattHours()));
    tokens = credit(TOKENS, new Credit.Settings(Credit.Type.TOKEN, 1, 1_000, 0, 0, false, true));
    emergency =
        credit(EMERGENCY, new Credit.Settings(Credit.Type.EMERGENCY, 2, 500, 0, 500, true, false));
    ValueDefinition energy =
        ValueDefinition.of(new AttributeRef(InterfaceClass.REGISTER, ENERGY, 2));
    // 3 units a 10 Wh; 200 units a day; 25 % of each payment until 100 are paid
    charge(USE, Charge.Type.CONSUMPTION_BASED, price(energy, -1, 3), 0, true, 0, 0);
    charge(STANDING, Charge.Type.TIME_BASED, price(energy, 0, 200), 86_400, true, 0, 0);
    debt = charge(DEBT, Charge.Type.PAYMENT_EVENT_BASED, price(energy, 0, 0), 0, false, 100, 2_500);
    account =
        device.add(
            new Account(
                device,
                ObisCode.of(0, 0, 19, 0, 0, 255),
                PaymentMode.PREPAYMENT,
                List.of(TOKENS, EMERGENCY),
                List.of(USE, STANDING, DEBT)));
    gateway =
        device.add(
            new TokenGateway(
                device, ObisCode.of(0, 0, 19, 40, 0, 255), account, PrepaymentTest::decoded));
    account.action(1, ZERO);
    device.tick();
  }

  /** A token of this test: its first octet times ten, if the second is 1. */
  private static TokenGateway.Token decoded(Bytes token) {
    return token.at(1) == 1
        ? new TokenGateway.Token.TopUp(token.at(0) * 10, List.of())
        : new TokenGateway.Token.Refused(TokenStatus.Code.AUTHENTICATION_FAILURE);
  }

  private Credit credit(ObisCode name, Credit.Settings settings) {
    return device.add(new Credit(device, name, settings));
  }

  private Charge charge(
      ObisCode name,
      Charge.Type type,
      UnitCharge price,
      long period,
      boolean continuous,
      int remaining,
      int proportion) {
    return device.add(
        new Charge(
            device,
            name,
            new Charge.Settings(type, 1, price, period, continuous, remaining, proportion)));
  }

  private static UnitCharge price(ValueDefinition commodity, int scale, int price) {
    return new UnitCharge(
        new ChargeScaling(scale, 0),
        commodity,
        List.of(new ChargeTableElement(Bytes.EMPTY, price)));
  }

  private void use(long more) {
    wattHours.addAndGet(more);
    pass(Duration.ofSeconds(1));
  }

  private void pass(Duration step) {
    time.updateAndGet(now -> now.plus(step));
    device.tick();
  }

  @Test
  void prices_what_is_used_by_the_tariff_of_that_moment() throws Exception {
    ObisCode night = ObisCode.of(1, 0, 1, 8, 2, 255);
    AtomicLong nightHours = new AtomicLong(50);
    device.add(
        new Register(
            night, () -> new Data.DoubleLongUnsigned(nightHours.get()), ScalerUnit.wattHours()));
    RegisterActivation activation =
        device.add(
            new RegisterActivation(device, ObisCode.of(0, 0, 14, 0, 0, 255), List.of(), List.of()));
    ValueDefinition energy =
        ValueDefinition.of(new AttributeRef(InterfaceClass.REGISTER, ENERGY, 2));
    UnitCharge tariffs =
        new UnitCharge(
            new ChargeScaling(0, 0),
            energy,
            List.of(
                new ChargeTableElement(Bytes.EMPTY, 2),
                new ChargeTableElement(Bytes.of(0x48, 0x49), 5),
                new ChargeTableElement(night.octets(), 1)));
    ObisCode name = ObisCode.of(0, 0, 19, 20, 3, 255);
    Charge charge = charge(name, Charge.Type.CONSUMPTION_BASED, tariffs, 3_600, true, 0, 0);
    account.set(10, new Data.Array(List.of(name.toData())));
    pass(Duration.ofSeconds(1));

    use(10);
    activation.set(4, new Data.OctetString(Bytes.of(0x48, 0x49)));
    use(4);
    nightHours.addAndGet(7);
    use(0);
    assertThat(tokens.amount()).isEqualTo(1_000);
    pass(Duration.ofHours(1));

    assertThat(tokens.amount()).isEqualTo(1_000 - 10 * 2 - 4 * 5 - 7);
    assertThat(number(charge, 11)).isEqualTo(47);
  }

  @Test
  void pays_for_what_is_used_and_keeps_the_fraction() throws Exception {
    use(1_001);
    assertThat(tokens.amount()).isEqualTo(1_000 - 300);
    use(9);
    assertThat(tokens.amount()).isEqualTo(1_000 - 303);
    assertThat(number(account, 5)).isEqualTo(697);
    assertThat(number(account, 3)).isEqualTo(1);
  }

  @Test
  void pays_the_standing_charge_at_midnight() {
    pass(Duration.ofHours(11));
    assertThat(tokens.amount()).isEqualTo(1_000);
    pass(Duration.ofHours(1));
    assertThat(tokens.amount()).isEqualTo(800);
    pass(Duration.ofDays(2));
    assertThat(tokens.amount()).isEqualTo(400);
  }

  @Test
  void offers_the_emergency_credit_and_uses_it_when_it_is_chosen() throws Exception {
    use(3_300);
    assertThat(tokens.status()).isEqualTo(Credit.Status.IN_USE);
    use(100);

    assertThat(tokens.status()).isEqualTo(Credit.Status.EXHAUSTED);
    assertThat(emergency.status()).isEqualTo(Credit.Status.SELECTABLE);
    assertThat(account.isInCredit()).isFalse();

    emergency.action(3, ZERO);
    assertThat(emergency.status()).isEqualTo(Credit.Status.IN_USE);
    assertThat(account.isInCredit()).isTrue();
    assertThat(number(account, 3)).isEqualTo(2);

    use(100);
    assertThat(number(emergency, 2)).isLessThan(500);
    assertThatThrownBy(() -> emergency.action(3, ZERO)).isInstanceOf(AccessError.class);
  }

  @Test
  void goes_back_to_the_first_credit_after_a_top_up() throws Exception {
    use(3_400);
    emergency.action(3, ZERO);

    gateway.action(1, token(50, 1));

    assertThat(status()).isEqualTo(TokenStatus.Code.EXECUTION_OK);
    assertThat(tokens.status()).isEqualTo(Credit.Status.IN_USE);
    assertThat(emergency.status()).isEqualTo(Credit.Status.ENABLED);
  }

  @Test
  void takes_the_debt_out_of_payments_until_it_is_paid() throws Exception {
    assertThat(number(account, 8)).isEqualTo(100);
    gateway.action(1, token(20, 1));
    assertThat(tokens.amount()).isEqualTo(1_000 + 150);
    assertThat(number(debt, 12)).isEqualTo(50);

    gateway.action(1, token(100, 1));
    assertThat(tokens.amount()).isEqualTo(1_150 + 950);
    assertThat(number(account, 8)).isZero();
  }

  @Test
  void takes_a_token_once_and_only_if_it_is_good() throws Exception {
    gateway.action(1, token(1, 0));
    assertThat(status()).isEqualTo(TokenStatus.Code.AUTHENTICATION_FAILURE);
    gateway.action(1, token(1, 1));
    assertThat(status()).isEqualTo(TokenStatus.Code.EXECUTION_OK);
    int amount = tokens.amount();
    gateway.action(1, token(1, 1));
    assertThat(status()).isEqualTo(TokenStatus.Code.VALIDATION_FAILURE);
    assertThat(tokens.amount()).isEqualTo(amount);

    account.action(2, ZERO);
    gateway.action(1, token(2, 1));
    assertThat(status()).isEqualTo(TokenStatus.Code.EXECUTION_FAILURE);
  }

  @Test
  void collects_nothing_before_it_is_active_and_after_it_was_closed() throws Exception {
    account.action(2, ZERO);
    use(1_000);
    assertThat(tokens.amount()).isEqualTo(1_000);
    assertThatThrownBy(() -> account.action(1, ZERO)).isInstanceOf(AccessError.class);

    account.action(3, ZERO);
    account.action(1, ZERO);
    use(0);
    use(1_000);
    assertThat(tokens.amount()).isEqualTo(700);
  }

  private TokenStatus.Code status() throws Exception {
    return TypedValues.decode(gateway.get(6, null), TokenStatus.class).code();
  }

  private static Data token(int tens, int good) {
    return new Data.OctetString(Bytes.of(tens, good));
  }

  private static long number(HeldObject object, int attribute) throws Exception {
    return object.get(attribute, null).asLong();
  }
}
