package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ProtectedData;
import org.meterhaus.dlms.classes.values.ProtectedObject;
import org.meterhaus.dlms.classes.values.ProtectedRequest;
import org.meterhaus.dlms.classes.values.ProtectionParameters;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.protection.DataProtector;

/**
 * Data protection (class 30, version 0). A client that is the third party itself has the keys; one
 * that only carries data passes the octets on and uses the raw methods of {@link MeterObject}.
 *
 * <p>Parameters name transactions: use a new id each time, which the answer has to name too.
 */
public final class DataProtectionClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Bytes protectionBuffer,
      @Nullable List<ProtectedObject> protectionObjectList,
      @Nullable List<ProtectionParameters> protectionParametersGet,
      @Nullable List<ProtectionParameters> protectionParametersSet,
      @Nullable Integer requiredProtection) {
    public Attributes {
      protectionObjectList =
          protectionObjectList == null ? null : List.copyOf(protectionObjectList);
      protectionParametersGet =
          protectionParametersGet == null ? null : List.copyOf(protectionParametersGet);
      protectionParametersSet =
          protectionParametersSet == null ? null : List.copyOf(protectionParametersSet);
    }
  }

  private static final int BUFFER = 2;
  private static final int OBJECTS = 3;
  private static final int PARAMETERS_GET = 4;
  private static final int PARAMETERS_SET = 5;
  private static final int REQUIRED = 6;

  private final DataProtector protector;

  /**
   * An object of a meter.
   *
   * @param protector ours: what the meter's data is opened with and data for it protected
   */
  public DataProtectionClient(DlmsClient meter, ObisCode logicalName, DataProtector protector) {
    super(meter, InterfaceClass.DATA_PROTECTION, logicalName);
    this.protector = protector;
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Writes what the buffer holds. */
  public void writeObjects(List<ProtectedObject> objects) throws MeterException {
    set(OBJECTS, objects);
  }

  /** Writes how the buffer is protected when it is read. */
  public void writeParametersGet(List<ProtectionParameters> parameters) throws MeterException {
    set(PARAMETERS_GET, parameters);
  }

  /**
   * Writes the least protection.
   *
   * @param bits 2 to 4: what comes in is authenticated, encrypted, signed; 5 to 7: what goes out
   */
  public void writeRequired(int bits) throws MeterException {
    set(REQUIRED, bits);
  }

  /** What the buffer holds, opened. */
  public List<Data> readBuffer() throws MeterException {
    Bytes octets = get(BUFFER).asOctets();
    List<ProtectionParameters> parameters = list(PARAMETERS_GET, ProtectionParameters.class);
    return opened(octets, parameters).asList();
  }

  /** Writes the attributes of the list by the buffer, protected like this. */
  public void writeBuffer(List<Data> values, List<ProtectionParameters> parameters)
      throws MeterException {
    DataProtector.Protected out = protect(new Data.Structure(values), parameters);
    set(PARAMETERS_SET, out.parameters());
    set(BUFFER, new Data.OctetString(out.octets()));
  }

  /**
   * Values of attributes, protected like this on their way.
   *
   * @throws SecurityRefused if they come in another way, or their protection is not right
   */
  public List<Data> getProtected(
      List<ProtectedObject> objects, List<ProtectionParameters> parameters) throws MeterException {
    Data answer = invoke(1, new ProtectedRequest.Get(objects, parameters));
    return opened(answer, parameters).asList();
  }

  /** Writes attributes, protected like this. */
  public void setProtected(
      List<ProtectedObject> objects, List<Data> values, List<ProtectionParameters> parameters)
      throws MeterException {
    DataProtector.Protected out = protect(new Data.Structure(values), parameters);
    var _ = invoke(2, new ProtectedRequest.Set(objects, out.parameters(), out.octets()));
  }

  /**
   * Invokes a method; its parameter and what it returns are protected like this.
   *
   * @throws SecurityRefused as {@link #getProtected}
   */
  public Data invokeProtected(
      MethodRef method, Data parameter, List<ProtectionParameters> parameters)
      throws MeterException {
    DataProtector.Protected out = protect(parameter, parameters);
    Data answer =
        invoke(
            3,
            new ProtectedRequest.Invoke(
                ProtectedRequest.Method.of(method), out.parameters(), out.octets()));
    return opened(answer, parameters);
  }

  private DataProtector.Protected protect(Data data, List<ProtectionParameters> parameters)
      throws SecurityRefused {
    return protector.protect(DataCodec.encode(data), parameters);
  }

  /**
   * What a method returned, opened.
   *
   * @param asked how it was to be protected
   * @throws SecurityRefused if it is protected in another way, or not rightly
   */
  public Data opened(Data answer, List<ProtectionParameters> asked) throws MeterException {
    ProtectedData data = TypedValues.decode(answer, ProtectedData.class);
    List<ProtectionParameters> given = data.protectionParameters();
    boolean same = given.size() == asked.size();
    for (int i = 0; same && i < asked.size(); i++) {
      same =
          given.get(i).type() == asked.get(i).type()
              && given
                  .get(i)
                  .options()
                  .transactionId()
                  .equals(asked.get(i).options().transactionId());
    }
    if (!same) {
      throw new SecurityRefused("data is not protected as was asked for");
    }
    return opened(data.octets(), given);
  }

  private Data opened(Bytes octets, List<ProtectionParameters> parameters) throws MeterException {
    return DataCodec.decode(protector.open(octets, parameters).data(), DataLimits.DEFAULT);
  }
}
