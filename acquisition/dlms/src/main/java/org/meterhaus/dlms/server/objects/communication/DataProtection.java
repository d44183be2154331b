package org.meterhaus.dlms.server.objects.communication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ProtectedData;
import org.meterhaus.dlms.classes.values.ProtectedObject;
import org.meterhaus.dlms.classes.values.ProtectedRequest;
import org.meterhaus.dlms.classes.values.ProtectionOptions;
import org.meterhaus.dlms.classes.values.ProtectionParameters;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.protection.DataProtector;
import org.meterhaus.dlms.protection.RequiredProtection;
import org.meterhaus.dlms.security.SecurityAudit;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.security.TransactionOrder;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.Caller;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.SelectedData;

/**
 * Data protection (class 30, version 0): attributes and methods of other objects, their values
 * protected between the meter and a third party, whoever carries them. What is protected is a
 * structure of the values in the order of the list, or a method's parameter, in A-XDR.
 *
 * <p>A client may reach by the methods what it may reach itself. The buffer hands out what the list
 * names, to whoever may read it: writing the list is a right to be given like reading everything.
 * Whatever is wrong with protection is answered alike and told to the audit only; what was taken
 * once is not taken again. Memory of that ends with the object.
 */
public final class DataProtection extends HeldObject {

  /** Methods. */
  public static final int GET_PROTECTED_ATTRIBUTES = 1;

  public static final int SET_PROTECTED_ATTRIBUTES = 2;
  public static final int INVOKE_PROTECTED_METHOD = 3;

  private static final int BUFFER = 2;
  private static final int OBJECTS = 3;
  private static final int PARAMETERS_GET = 4;
  private static final int PARAMETERS_SET = 5;
  private static final int REQUIRED = 6;

  /** Parties and kinds of layers that are remembered: more means something is wrong. */
  private static final int MAX_REMEMBERED = 128;

  private record Remembered(SystemTitle party, boolean signature) {}

  private final DeviceObjects device;
  private final DataProtector protector;
  private final SecurityAudit audit;
  private final Map<Remembered, TransactionOrder> seen = new HashMap<>();

  /** One that protects nothing until it is written to. */
  public DataProtection(
      DeviceObjects device, ObisCode logicalName, DataProtector protector, SecurityAudit audit) {
    super(InterfaceClass.DATA_PROTECTION, logicalName, device.turn());
    this.device = device;
    this.protector = protector;
    this.audit = audit;
  }

  @Override
  public Data read(int attribute) throws AccessError {
    if (attribute != BUFFER) {
      return held(attribute);
    }
    try {
      DataProtector.Protected out =
          protect(
              values(listOf(OBJECTS, ProtectedObject.class), Caller.DEVICE),
              listOf(PARAMETERS_GET, ProtectionParameters.class));
      hold(PARAMETERS_GET, out.parameters());
      return new Data.OctetString(out.octets());
    } catch (Malformed _) {
      throw new AccessError(DataAccessResult.TYPE_UNMATCHED);
    }
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    if (attribute != BUFFER) {
      hold(attribute, value);
      return;
    }
    Data opened = open(value.asOctets(), listOf(PARAMETERS_SET, ProtectionParameters.class));
    assign(listOf(OBJECTS, ProtectedObject.class), opened, Caller.DEVICE);
  }

  @Override
  public Data invoke(int method, Data parameter, Caller caller) throws AccessError, Malformed {
    return switch (method) {
      case GET_PROTECTED_ATTRIBUTES -> {
        var request = TypedValues.decode(parameter, ProtectedRequest.Get.class);
        yield answer(protect(values(request.objectList(), caller), request.protectionParameters()));
      }
      case SET_PROTECTED_ATTRIBUTES -> {
        var request = TypedValues.decode(parameter, ProtectedRequest.Set.class);
        assign(
            request.objectList(),
            open(request.protectedAttributes(), request.protectionParameters()),
            caller);
        yield new Data.NullData();
      }
      default -> {
        var request = TypedValues.decode(parameter, ProtectedRequest.Invoke.class);
        yield answer(invoke(request, caller));
      }
    };
  }

  private DataProtector.Protected invoke(ProtectedRequest.Invoke request, Caller caller)
      throws AccessError, Malformed {
    MethodRef method = request.objectMethod().method();
    if (method.classId() == InterfaceClass.DATA_PROTECTION || !caller.mayInvoke(method)) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    List<ProtectionParameters> back =
        request.protectionParameters().stream().map(DataProtection::returned).toList();
    requireGiven(back);
    Data parameter = open(request.protectedParameters(), request.protectionParameters());
    return protect(device.invoke(method, parameter), back);
  }

  /** The same protection for the way back. */
  private static ProtectionParameters returned(ProtectionParameters there) {
    ProtectionOptions options = there.options();
    return new ProtectionParameters(
        there.type(),
        new ProtectionOptions(
            options.transactionId(),
            options.recipientSystemTitle(),
            options.originatorSystemTitle(),
            options.otherInformation(),
            options.keyInfo()));
  }

  private Data values(List<ProtectedObject> objects, Caller caller) throws AccessError, Malformed {
    List<Data> values = new ArrayList<>();
    for (ProtectedObject object : objects) {
      AttributeRef attribute = object.attribute();
      if (attribute.classId() == InterfaceClass.DATA_PROTECTION || !caller.mayRead(attribute)) {
        throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
      }
      values.add(SelectedData.read(device, object.selected()));
    }
    return new Data.Structure(values);
  }

  /** Nothing is written if something may not be; then in the order of the list. */
  private void assign(List<ProtectedObject> objects, Data values, Caller caller)
      throws AccessError, Malformed {
    List<Data> all = values.asList();
    if (all.size() != objects.size()) {
      throw new Malformed(all.size() + " values of " + objects.size() + " attributes");
    }
    for (ProtectedObject object : objects) {
      if (!object.isWhole()) {
        throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
      }
      AttributeRef attribute = object.attribute();
      if (attribute.classId() == InterfaceClass.DATA_PROTECTION || !caller.mayWrite(attribute)) {
        throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
      }
    }
    for (int i = 0; i < all.size(); i++) {
      device.write(objects.get(i).attribute(), all.get(i));
    }
  }

  private DataProtector.Protected protect(Data data, List<ProtectionParameters> parameters)
      throws AccessError {
    requireGiven(parameters);
    try {
      return protector.protect(DataCodec.encode(data), parameters);
    } catch (SecurityRefused e) {
      throw refused(e.getMessage());
    }
  }

  private void requireGiven(List<ProtectionParameters> parameters) throws AccessError {
    if (!required().gives(parameters)) {
      throw refused("less protection than is required");
    }
  }

  private Data open(Bytes octets, List<ProtectionParameters> parameters)
      throws AccessError, Malformed {
    if (!required().takes(parameters)) {
      throw refused("less protection than is required");
    }
    DataProtector.Opened opened;
    try {
      opened = protector.open(octets, parameters);
    } catch (SecurityRefused e) {
      throw refused(e.getMessage());
    }
    for (DataProtector.Freshness layer : opened.layers()) {
      requireNew(layer);
    }
    try {
      return DataCodec.decode(opened.data(), DataLimits.DEFAULT);
    } catch (Malformed e) {
      // Without a tag this may well be a wrong key.
      throw refused(e.getMessage());
    }
  }

  private void requireNew(DataProtector.Freshness layer) throws AccessError {
    Remembered key = new Remembered(layer.originator(), layer.signature());
    if (!seen.containsKey(key) && seen.size() >= MAX_REMEMBERED) {
      throw refused("too many parties");
    }
    TransactionOrder order = seen.computeIfAbsent(key, _ -> new TransactionOrder());
    if (!order.take(layer.transaction(), layer.counter())) {
      audit.record(new SecurityEvent.Replayed(layer.originator(), layer.counter()));
      throw new AccessError(DataAccessResult.OTHER_REASON);
    }
  }

  private AccessError refused(@Nullable String reason) {
    audit.record(
        new SecurityEvent.ProtectionRefused(
            "data protection " + logicalName(), String.valueOf(reason)));
    return new AccessError(DataAccessResult.OTHER_REASON);
  }

  private RequiredProtection required() {
    return new RequiredProtection((int) number(REQUIRED));
  }

  private Data answer(DataProtector.Protected out) {
    var returned = model().method(GET_PROTECTED_ATTRIBUTES);
    if (returned == null || returned.returned() == null) {
      throw new IllegalStateException("class 30 without its method");
    }
    return TypedValues.encode(
        new ProtectedData(out.parameters(), out.octets()), returned.returned());
  }
}
