package org.meterhaus.dlms.server.objects.control;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;

/**
 * Arbitrator (class 68, version 0): several actors want different things of one meter. Actors and
 * actions are numbered from 1; of equal weights the first action wins; an action nobody asks for,
 * or of weight 0, is not run.
 */
public final class Arbitrator extends HeldObject {

  private static final int ACTIONS = 2;
  private static final int PERMISSIONS = 3;
  private static final int WEIGHTINGS = 4;
  private static final int REQUESTS = 5;
  private static final int LAST_OUTCOME = 6;
  private static final int REQUEST_ACTION = 1;

  private final DeviceObjects device;

  /**
   * An arbitrator without requests yet.
   *
   * @param permissions for each actor, a bit for each action
   * @param weightings for each actor, a weight for each action
   */
  public Arbitrator(
      DeviceObjects device,
      ObisCode logicalName,
      List<ActionItem> actions,
      List<Data.BitString> permissions,
      List<List<Integer>> weightings) {
    super(InterfaceClass.ARBITRATOR, logicalName, device.turn());
    this.device = device;
    hold(ACTIONS, actions);
    hold(PERMISSIONS, permissions);
    hold(WEIGHTINGS, weightings);
    forget();
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    forget();
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    if (method != REQUEST_ACTION) {
      forget();
      return new Data.NullData();
    }
    int actor = (int) parameter.asList().get(0).asLong();
    List<Data.BitString> permissions = listOf(PERMISSIONS, Data.BitString.class);
    if (actor < 1
        || actor > permissions.size()
        || !(parameter.asList().get(1) instanceof Data.BitString wanted)) {
      throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    }
    List<Data.BitString> requests = new ArrayList<>(listOf(REQUESTS, Data.BitString.class));
    requests.set(actor - 1, both(wanted, permissions.get(actor - 1)));
    hold(REQUESTS, requests);
    decide(requests);
    return new Data.NullData();
  }

  private void decide(List<Data.BitString> requests) throws Malformed {
    List<ActionItem> actions = listOf(ACTIONS, ActionItem.class);
    List<Data> weightings = listOf(WEIGHTINGS, Data.class);
    long greatest = 0;
    int outcome = 0;
    for (int action = 0; action < actions.size(); action++) {
      long weight = 0;
      for (int actor = 0; actor < requests.size(); actor++) {
        weight += isSet(requests.get(actor), action) ? weight(weightings, actor, action) : 0;
      }
      if (weight > greatest) {
        greatest = weight;
        outcome = action + 1;
      }
    }
    hold(LAST_OUTCOME, outcome);
    if (outcome > 0) {
      device.run(actions.get(outcome - 1));
    }
  }

  private static long weight(List<Data> weightings, int actor, int action) throws Malformed {
    List<Data> row = actor < weightings.size() ? weightings.get(actor).asList() : List.of();
    return action < row.size() ? row.get(action).asLong() : 0;
  }

  private void forget() {
    List<Data.BitString> none = new ArrayList<>();
    for (Data.BitString each : listOf(PERMISSIONS, Data.BitString.class)) {
      none.add(new Data.BitString(Bytes.copyOf(new byte[each.octets().size()]), each.bits()));
    }
    hold(REQUESTS, none);
    hold(LAST_OUTCOME, 0);
  }

  private static boolean isSet(Data.BitString bits, int index) {
    return index < bits.bits() && bits.bit(index);
  }

  /** The bits that are set in both, as many as there are permissions. */
  private static Data.BitString both(Data.BitString wanted, Data.BitString permitted) {
    byte[] octets = permitted.octets().toArray();
    for (int i = 0; i < octets.length; i++) {
      int other = i < wanted.octets().size() ? wanted.octets().at(i) : 0;
      octets[i] &= (byte) other;
    }
    return new Data.BitString(Bytes.copyOf(octets), permitted.bits());
  }
}
