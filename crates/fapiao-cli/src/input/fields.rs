//! One row's fields by name, whatever the file's form.

use super::BadRow;
use std::{collections::BTreeMap, fmt::Display, str::FromStr};

/// The columns: the name in English, the names in Chinese that are taken too.
pub(super) const COLUMNS: &[(&str, &[&str])] = &[
    ("reference", &["订单号", "商户单号"]),
    ("provider", &["平台"]),
    ("kind", &["票种"]),
    ("buyer_name", &["购方名称", "发票抬头"]),
    ("buyer_tax_number", &["购方税号"]),
    ("buyer_address", &["购方地址"]),
    ("buyer_telephone", &["购方电话"]),
    ("buyer_bank", &["购方开户行"]),
    ("buyer_bank_account", &["购方银行账号"]),
    ("ordered_at", &["下单时间"]),
    ("item", &["商品名称"]),
    ("tax_code", &["税收分类编码"]),
    ("specification", &["规格型号"]),
    ("unit", &["单位"]),
    ("quantity", &["数量"]),
    ("unit_price", &["单价"]),
    ("amount", &["金额"]),
    ("rate", &["税率"]),
    ("zero_rate", &["零税率原因"]),
    ("pricing", &["含税标志"]),
    ("discount", &["折扣金额"]),
    ("remark", &["备注"]),
    ("email", &["邮箱"]),
    ("phone", &["手机号"]),
    ("drawer", &["开票员"]),
    ("shop_order", &["苏宁订单号"]),
    ("product_code", &["苏宁商品编码"]),
    ("returned", &["退货原因"]),
    ("scenario", &["演示情形"]),
];

/// The English name of a column, or the reason why there is none.
pub(super) fn column(name: &str) -> Result<&'static str, String> {
    let name = name.trim().trim_start_matches('\u{feff}');
    COLUMNS
        .iter()
        .find(|(english, chinese)| *english == name || chinese.contains(&name))
        .map(|(english, _)| *english)
        .ok_or_else(|| {
            let known: Vec<_> = COLUMNS.iter().map(|(english, _)| *english).collect();
            format!("column {name:?} is not known; the columns are {}", known.join(", "))
        })
}

/// One row.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) place: String,
    pub(super) fields: BTreeMap<&'static str, String>,
    /// Why the row can't be used, if that was seen when it was taken apart.
    pub(super) fault: Option<BadRow>,
}

impl Row {
    /// A row without a fault.
    pub(super) fn new(place: String, fields: BTreeMap<&'static str, String>) -> Self {
        Self { place, fields, fault: None }
    }

    /// The field's text; `None` if it is absent or blank.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// The field's text, or empty.
    pub(super) fn text_or_empty(&self, field: &str) -> String {
        self.text(field).unwrap_or_default().to_owned()
    }

    /// The field, parsed, if it is there.
    pub(super) fn optional<T: FromStr<Err: Display>>(&self, field: &str) -> Result<Option<T>, BadRow> {
        self.text(field).map(str::parse).transpose().map_err(|error| self.bad(field, error))
    }

    /// The field, parsed.
    pub(super) fn required<T: FromStr<Err: Display>>(&self, field: &str) -> Result<T, BadRow> {
        self.optional(field)?.ok_or_else(|| self.bad(field, "is missing"))
    }

    pub(super) fn bad(&self, field: &str, fault: impl Display) -> BadRow {
        BadRow { place: self.place.clone(), field: field.to_owned(), fault: fault.to_string() }
    }
}
