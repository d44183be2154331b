package org.meterhaus.dissemination.devices;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.commands.Action;
import org.meterhaus.db.commands.Commands;
import org.meterhaus.db.commands.IdempotencyKeys;
import org.meterhaus.db.customers.HeldDevice;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Mistakes;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/** Accepts a command for an appliance's relay; the head-end carries it out. */
public final class SwitchDevice {

  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  private final Gate gate;
  private final CommandConfig config;
  private final Supplier<UUID> ids;

  /**
   * @param ids a new, unguessable one each time
   */
  public SwitchDevice(Gate gate, CommandConfig config, Supplier<UUID> ids) {
    this.gate = gate;
    this.config = config;
    this.ids = ids;
  }

  /**
   * @param device its id
   * @param action {@code switch-on} or {@code switch-off}
   * @param idempotencyKey chosen by the client, 1..255 visible ASCII characters; the same key with
   *     the same request gives the same command for 24 hours
   */
  public record NewCommand(
      String device, @Nullable String action, @Nullable String idempotencyKey) {}

  /**
   * Durable when it returns.
   *
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, idempotency-key-missing,
   *     idempotency-conflict, validation (action), not-switchable, rate-limited
   */
  public Command accept(Caller caller, NewCommand command) {
    return gate.change(
        caller,
        "device.switch",
        "device:" + command.device(),
        scope -> Command.of(accept(scope, command)));
  }

  /**
   * The order matters: whose device it is comes before everything else; a repeated request gets its
   * command, whatever has changed since; then what would stop a new one.
   */
  private org.meterhaus.db.commands.Command accept(CustomerScope scope, NewCommand asked) {
    HeldDevice device = scope.lockedDevice(asked.device());
    String key = key(asked.idempotencyKey());
    Action action = action(asked.action());
    byte[] request = hash(device.device().id(), action);
    var commands = new Commands(scope.session());
    var keys = new IdempotencyKeys(scope.session());
    keys.forget(scope.customerId(), scope.now().minus(config.keysKept()));
    Optional<IdempotencyKeys.Use> use = keys.find(scope.customerId(), key);
    if (use.isPresent()) {
      return use.filter(earlier -> earlier.isFor(request))
          .flatMap(earlier -> commands.find(scope.customerId(), earlier.commandId()))
          .orElseThrow(() -> new RefusedException(new Refusal.IdempotencyConflict()));
    }
    if (device.device().relayObis() == null) {
      throw new RefusedException(new Refusal.NotSwitchable(device.device().id()));
    }
    if (commands.acceptedSince(device.device().id(), scope.now().minus(config.within()))
        >= config.most()) {
      throw new RefusedException(new Refusal.RateLimited(config.within()));
    }
    Instant now = scope.now();
    var command =
        org.meterhaus.db.commands.Command.accepted(
            ids.get(),
            device.device().id(),
            scope.customerId(),
            action,
            now,
            now.plus(config.expiry()));
    commands.accept(command);
    if (!keys.take(scope.customerId(), key, request, command.id(), now)) {
      // taken a moment ago, for another device: the lock of this one did not keep it out
      throw new RefusedException(new Refusal.IdempotencyConflict());
    }
    return command;
  }

  private static String key(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw new RefusedException(new Refusal.IdempotencyKeyMissing());
    }
    if (!KEY.matcher(text).matches()) {
      throw new RefusedException(
          new Refusal.InvalidParameter(
              "Idempotency-Key", "it must be 1..255 visible ASCII characters"));
    }
    return text;
  }

  private static Action action(@Nullable String text) {
    var mistakes = new Mistakes();
    String name = mistakes.required("action", text, 20);
    Optional<Action> action = Action.of(name);
    if (!name.isEmpty() && action.isEmpty()) {
      mistakes.violation("action", "unknown");
    }
    mistakes.orRefuse();
    return action.orElseThrow();
  }

  private static byte[] hash(String device, Action action) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest((device + '\n' + action.wireName()).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
