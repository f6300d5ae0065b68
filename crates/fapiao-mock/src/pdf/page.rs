//! The one page: head, parties, lines, totals, and the stamp under all of it.

use super::text::{
    Pen,
    Place::{Left, Middle, Right},
};
use crate::files::Sheet;

const STAMP: &str = "测试票据  非真实发票";
const STAMP_LATIN: &str = "TEST DOCUMENT";

/// The frame's edges.
const LEFT: i16 = 24;
const RIGHT: i16 = 571;
const MIDDLE: i16 = 297;
/// Base line of the first line, and how far apart lines are.
const FIRST_LINE: i16 = 258;
const STEP: i16 = 13;
/// So many lines fit.
const MOST_LINES: usize = 10;
/// Right edges of the columns of amounts.
const AMOUNT: i16 = 450;
const TAX: i16 = RIGHT - 6;

pub(super) fn draw(pen: &mut Pen, sheet: &Sheet) {
    stamp(pen);
    frame(pen);
    head(pen, sheet);
    parties(pen, sheet);
    lines(pen, sheet);
    totals(pen, sheet);
}

fn ink(pen: &mut Pen) {
    pen.content.set_fill_rgb(0.1, 0.1, 0.1);
}

fn brown(pen: &mut Pen) {
    pen.content.set_fill_rgb(0.5, 0.2, 0.1);
}

/// Across the page, under the text, so that the text stays readable; and once more in full colour at the foot.
fn stamp(pen: &mut Pen) {
    pen.content.save_state();
    pen.content.transform([0.966, 0.259, -0.259, 0.966, 297.0, 190.0]);
    pen.content.set_stroke_rgb(0.95, 0.65, 0.65).set_line_width(3.0);
    pen.content.rect(-235.0, -45.0, 470.0, 100.0).stroke();
    pen.content.set_fill_rgb(0.97, 0.72, 0.72);
    pen.write(Middle(0, 8), 40, 460, STAMP);
    pen.write(Middle(0, -34), 36, 460, STAMP_LATIN);
    pen.content.restore_state();
    pen.content.set_fill_rgb(0.8, 0.0, 0.0);
    pen.write(Middle(MIDDLE, 12), 11, 540, &format!("{STAMP}  {STAMP_LATIN}"));
}

fn frame(pen: &mut Pen) {
    pen.content.set_stroke_rgb(0.5, 0.2, 0.1).set_line_width(0.75);
    pen.content.rect(24.0, 30.0, 547.0, 310.0).stroke();
    for (from, to) in [
        ((24.0, 290.0), (571.0, 290.0)),
        ((297.0, 340.0), (297.0, 290.0)),
        ((24.0, 118.0), (571.0, 118.0)),
        ((24.0, 88.0), (571.0, 88.0)),
    ] {
        pen.content.move_to(from.0, from.1).line_to(to.0, to.1).stroke();
    }
}

fn head(pen: &mut Pen, sheet: &Sheet) {
    brown(pen);
    pen.write(Middle(MIDDLE, 385), 20, 340, &sheet.title);
    pen.content.set_stroke_rgb(0.5, 0.2, 0.1);
    pen.content.move_to(187.0, 377.0).line_to(407.0, 377.0).stroke();
    pen.content.move_to(187.0, 374.0).line_to(407.0, 374.0).stroke();
    pen.write(Left(388, 362), 9, 60, "发票号码：");
    pen.write(Left(388, 348), 9, 60, "开票日期：");
    ink(pen);
    pen.write(Left(434, 362), 9, 140, &sheet.number);
    pen.write(Left(434, 348), 9, 140, &sheet.issued_at);
}

fn parties(pen: &mut Pen, sheet: &Sheet) {
    for (x, label, name) in [(LEFT, "购买方", &sheet.buyer), (MIDDLE, "销售方", &sheet.seller)] {
        brown(pen);
        pen.write(Left(x + 6, 324), 9, 60, label);
        ink(pen);
        pen.write(Left(x + 6, 306), 10, 260, name);
    }
}

fn lines(pen: &mut Pen, sheet: &Sheet) {
    brown(pen);
    pen.write(Left(LEFT + 6, 276), 9, 200, "项目名称");
    pen.write(Right(AMOUNT, 276), 9, 100, "金额");
    pen.write(Right(TAX, 276), 9, 100, "税率  税额");
    ink(pen);
    let shown = if sheet.lines.len() > MOST_LINES { MOST_LINES - 1 } else { MOST_LINES };
    let mut y = FIRST_LINE;
    for (name, amount, tax) in sheet.lines.iter().take(shown) {
        pen.write(Left(LEFT + 6, y), 9, 320, name);
        pen.write(Right(AMOUNT, y), 9, 90, amount);
        pen.write(Right(TAX, y), 9, 110, tax);
        y -= STEP;
    }
    if sheet.lines.len() > shown {
        pen.write(Left(LEFT + 6, y), 9, 320, &format!("（另有{}行，测试票据从略）", sheet.lines.len() - shown));
    }
}

fn totals(pen: &mut Pen, sheet: &Sheet) {
    brown(pen);
    pen.write(Left(LEFT + 6, 125), 9, 100, "合计");
    pen.write(Left(LEFT + 6, 99), 9, 120, "价税合计（小写）");
    pen.write(Left(LEFT + 6, 72), 9, 60, "备注");
    ink(pen);
    pen.write(Right(AMOUNT, 125), 9, 110, &format!("￥{}", sheet.net));
    pen.write(Right(TAX, 125), 9, 110, &format!("￥{}", sheet.tax));
    pen.write(Left(150, 99), 11, 200, &format!("￥{}", sheet.gross));
    pen.write(Left(LEFT + 40, 72), 9, 490, &sheet.remark);
}
