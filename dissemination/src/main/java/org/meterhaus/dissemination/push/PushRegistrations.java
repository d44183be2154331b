package org.meterhaus.dissemination.push;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.outbox.PushRegistration;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Mistakes;
import org.meterhaus.dissemination.access.Uuids;

/** A customer's phones. */
public final class PushRegistrations {

  private final Gate gate;
  private final Supplier<UUID> ids;

  /**
   * @param ids a new, unguessable one each time
   */
  public PushRegistrations(Gate gate, Supplier<UUID> ids) {
    this.gate = gate;
    this.ids = ids;
  }

  /**
   * @param platform {@code android}, {@code ios} or {@code web}
   * @param live whether the push service still knows it
   */
  public record Registration(
      UUID id, String token, String platform, Instant createdAt, boolean live) {}

  /**
   * Registering the same token again gives the same registration, moved to this caller.
   *
   * @param token of the push service, 1..4,096 characters
   * @param platform {@code android}, {@code ios} or {@code web}
   * @throws org.meterhaus.dissemination.access.RefusedException validation
   */
  public Registration register(Caller caller, @Nullable String token, @Nullable String platform) {
    return gate.change(
        caller,
        "push.register",
        "customer:" + caller.customerId(),
        scope -> {
          var mistakes = new Mistakes();
          String checked =
              mistakes.required(
                  "token", token, org.meterhaus.db.outbox.PushRegistrations.MAX_TOKEN_LENGTH);
          String on = mistakes.required("platform", platform, 20);
          if (!on.isEmpty() && !org.meterhaus.db.outbox.PushRegistrations.PLATFORMS.contains(on)) {
            mistakes.violation("platform", "unknown");
          }
          mistakes.orRefuse();
          return registration(
              repository(scope).register(ids.get(), scope.customerId(), checked, on, scope.now()));
        });
  }

  /** Oldest first. */
  public List<Registration> list(Caller caller) {
    return gate.read(
        caller,
        scope ->
            repository(scope).list(scope.customerId()).stream()
                .map(PushRegistrations::registration)
                .toList());
  }

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public Registration get(Caller caller, String registrationId) {
    return gate.read(
        caller,
        scope ->
            Uuids.parse(registrationId)
                .flatMap(id -> repository(scope).find(scope.customerId(), id))
                .map(PushRegistrations::registration)
                .orElseThrow(() -> CustomerScope.notFound("push registration", registrationId)));
  }

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public void remove(Caller caller, String registrationId) {
    gate.change(
        caller,
        "push.remove",
        "push-registration:" + registrationId,
        scope ->
            Uuids.parse(registrationId)
                .filter(id -> repository(scope).remove(scope.customerId(), id, scope.now()))
                .orElseThrow(() -> CustomerScope.notFound("push registration", registrationId)));
  }

  private static org.meterhaus.db.outbox.PushRegistrations repository(CustomerScope scope) {
    return new org.meterhaus.db.outbox.PushRegistrations(scope.session());
  }

  private static Registration registration(PushRegistration found) {
    return new Registration(
        found.id(), found.token(), found.platform(), found.createdAt(), found.live());
  }
}
