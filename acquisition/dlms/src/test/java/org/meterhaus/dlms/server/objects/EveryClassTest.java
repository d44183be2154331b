package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.AnyValue;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.classes.InterfaceClasses;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.AttributeAccess.Mode;

@DisplayName("Every ready-made object")
class EveryClassTest {

  /** Values no type refuses but these attributes may. */
  private static final List<Data> ODD =
      List.of(new Data.Bool(true), new Data.DontCare(), Data.Structure.of(), new Data.Bcd(1));

  static Stream<Named<ModelledObject>> objects() throws AccessError {
    return new ReadyMade()
        .objects.stream()
            .map(each -> Named.of(each.model().id() + " " + each.model().name(), each));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void gives_its_name_first_and_values_of_the_standards_types(ModelledObject object)
      throws Exception {
    assertThat(object.get(1, null)).isEqualTo(object.logicalName().toData());
    for (ClassModel.AttributeModel attribute : object.model().attributes()) {
      attribute.type().check(object.get(attribute.index(), null));
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void keeps_what_is_written_to_it(ModelledObject object) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(object.classId());
    for (ClassModel.AttributeModel attribute : object.model().attributes()) {
      if (object.writable(attribute.index())) {
        for (int i = 0; i < 10; i++) {
          Data value = Samples.of(object.classId(), attribute, random);

          object.set(attribute.index(), value);

          assertThat(object.get(attribute.index(), null)).as(attribute.name()).isEqualTo(value);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void refuses_values_of_other_types_and_keeps_the_old_one(ModelledObject object) throws Exception {
    for (ClassModel.AttributeModel attribute : object.model().attributes()) {
      if (object.writable(attribute.index())) {
        Data before = object.get(attribute.index(), null);
        for (Data odd : ODD) {
          if (!attribute.type().fits(odd)) {
            assertThatThrownBy(() -> object.set(attribute.index(), odd))
                .as(attribute.name())
                .isInstanceOf(Malformed.class);
          }
        }
        assertThat(object.get(attribute.index(), null)).isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void refuses_to_be_written_where_it_says_so(ModelledObject object) throws Exception {
    assertRefused(
        DataAccessResult.READ_WRITE_DENIED, () -> object.set(1, object.logicalName().toData()));
    for (ClassModel.AttributeModel attribute : object.model().attributes()) {
      if (!object.writable(attribute.index())) {
        Data same = object.get(attribute.index(), null);
        assertRefused(
            DataAccessResult.READ_WRITE_DENIED, () -> object.set(attribute.index(), same));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void says_that_what_it_has_not_is_undefined(ModelledObject object) {
    int beyond = object.model().lastAttribute() + 1;
    for (int attribute : new int[] {-1, 0, beyond}) {
      assertRefused(DataAccessResult.OBJECT_UNDEFINED, () -> object.get(attribute, null));
      assertRefused(
          DataAccessResult.OBJECT_UNDEFINED, () -> object.set(attribute, new Data.NullData()));
    }
    for (int method : new int[] {-1, 0, object.model().methods().size() + 1}) {
      assertRefused(
          DataAccessResult.OBJECT_UNDEFINED, () -> object.action(method, new Data.Integer8(0)));
    }
    assertRefused(
        DataAccessResult.SCOPE_OF_ACCESS_VIOLATED,
        () -> object.get(1, new Selection.EntryRange(1, 1)));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void refuses_parameters_of_other_types(ModelledObject object) {
    for (ClassModel.MethodModel method : object.model().methods()) {
      for (Data odd : ODD) {
        if (object.invocable(method.index()) && !method.parameter().fits(odd)) {
          assertThatThrownBy(() -> object.action(method.index(), odd))
              .as(method.name())
              .isInstanceOf(Malformed.class);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void tells_the_object_list_what_may_be_done(ModelledObject object) {
    List<AttributeAccess> told = object.attributes();

    assertThat(told).hasSize(object.model().lastAttribute());
    for (AttributeAccess access : told) {
      assertThat(access.mode())
          .isEqualTo(object.writable(access.attribute()) ? Mode.READ_AND_WRITE : Mode.READ_ONLY);
    }
    assertThat(object.methods())
        .allSatisfy(method -> assertThat(object.model().method(method)).isNotNull());
  }

  @Test
  void there_is_one_for_every_class() throws AccessError {
    Set<Integer> known =
        InterfaceClasses.all().stream().map(ClassModel::id).collect(Collectors.toSet());
    Set<Integer> there = new HashSet<>();
    new ReadyMade().objects.forEach(each -> there.add(each.classId()));

    // The server itself makes associations; Security setup has a test of its own.
    known.removeAll(Set.of(InterfaceClass.ASSOCIATION_LN, InterfaceClass.SECURITY_SETUP));
    assertThat(there).isEqualTo(known);
  }

  private interface Request {
    void make() throws AccessError, Malformed;
  }

  private static void assertRefused(DataAccessResult expected, Request request) {
    assertThatThrownBy(request::make)
        .isInstanceOfSatisfying(AccessError.class, e -> assertThat(e.result()).isEqualTo(expected));
  }

  /** Values that make sense, where the type alone does not say so. */
  private static final class Samples {
    private static final Data PART_OF_A_PROFILE =
        new Data.Array(
            List.of(
                Data.Structure.of(
                    new Data.LongUnsigned(7),
                    ObisCode.of(1, 0, 99, 1, 0, 255).toData(),
                    new Data.Integer8(2),
                    new Data.LongUnsigned(0),
                    Data.Structure.of(
                        new Data.Enumerated(2),
                        Data.Structure.of(
                            new Data.DoubleLongUnsigned(1), new Data.DoubleLongUnsigned(9))),
                    new Data.Array(List.of()))));

    private static final Map<String, Data> BY_ATTRIBUTE =
        Map.of(
            "8/2",
            new CosemDateTime(2026, 7, 2, 4, 3, 4, 5, 0, -120, CosemDateTime.DAYLIGHT_SAVING)
                .toData(),
            "40/2",
            PART_OF_A_PROFILE,
            "62/3",
            PART_OF_A_PROFILE,
            "30/2", // a structure of the values of no attributes
            new Data.OctetString(Bytes.of(2, 0)),
            "40/11",
            new Data.Enumerated(1),
            "22/4",
            new Data.Array(
                List.of(
                    Data.Structure.of(
                        new CosemTime(1, 2, 3, 0).toData(),
                        new CosemDate(2026, 1, 2, 0xFF).toData()))));

    static Data of(int classId, ClassModel.AttributeModel attribute, RandomGenerator random) {
      Data sample = BY_ATTRIBUTE.get(classId + "/" + attribute.index());
      return sample != null ? sample : AnyValue.of(attribute.type(), random);
    }
  }
}
