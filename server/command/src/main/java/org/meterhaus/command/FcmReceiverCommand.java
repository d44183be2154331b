package org.meterhaus.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The receiver alone. */
@Command(
    name = "fcm-receiver",
    description = "Runs a local receiver that speaks FCM HTTP v1 and shows what phones would get.",
    mixinStandardHelpOptions = true)
final class FcmReceiverCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Settings settings = Meterhaus.settings();
    Wiring wiring = new Wiring(settings, Installation.find());
    String token = settings.get(Settings.Key.FCM_TOKEN).orElseGet(wiring::newToken);
    return Alone.run(
        "receiver",
        () -> wiring.receiver(token),
        receiver ->
            "METERHAUS_FCM_ENDPOINT=%s METERHAUS_FCM_TOKEN=%s"
                .formatted(receiver.address(), token));
  }
}
